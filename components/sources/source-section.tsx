import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { Age } from '#components/ui/age.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { noticeWords } from '#lib/sources/notice-words.ts'
import { outsideWords } from '#lib/sources/outside-words.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { Notice, SourceHealth } from '#lib/sources/schema.ts'
import { SOURCE_STATE_TONES } from '#lib/sources/state.ts'
import type { Tone } from '#lib/tones.ts'
import { CallsHour } from './calls-hour.tsx'
import { ResourceBlock } from './resource-block.tsx'
import { SourceActions } from './source-actions.tsx'

const LOOKED_AT_MS = 5000

type SourceSectionProps = { source: SourceHealth; today: Day; mayAct: boolean }

/** One source: its status, its messages, and each of its lists. */
export function SourceSection({ source, today, mayAct }: SourceSectionProps) {
  const t = useWords('sources')
  const tNames = useWords('names')
  const tShell = useWords('shell')
  const titleId = useId()
  // The status of a source without visible rows is irrelevant to the viewer.
  const isTheirs = source.outOfScope === null || !source.configured
  const isLookedAfter = mayAct && source.configured
  const { data: diagnostics, isError } = useQuery({
    ...sourceQueries.diagnostics(source.source),
    enabled: isLookedAfter,
    refetchInterval: LOOKED_AT_MS,
  })
  return (
    <section
      aria-labelledby={titleId}
      className={`min-w-0 border-line border-t py-6 ${source.resources.length > 1 ? 'lg:col-span-2' : ''}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id={titleId} className="font-semibold text-lg">
          {tNames(`source.${source.source}`)}
        </h2>
        {isTheirs ? (
          <StatusBadge
            tone={SOURCE_STATE_TONES[source.state]}
            label={t(`state.${source.state}`)}
            title={t(`meaning.${source.state}`)}
          />
        ) : null}
        {isLookedAfter ? (
          <div className="ms-auto">
            <SourceActions source={source} />
          </div>
        ) : null}
      </div>
      {source.paused ? <PausedNote paused={source.paused} /> : null}
      {source.state === 'ok' || source.paused || !isTheirs ? null : (
        <p className="mt-1 max-w-[78ch] text-pretty text-soft">{t(`meaning.${source.state}`)}</p>
      )}
      <NoticeList notices={source.notices.filter(({ isListed }) => !(isListed && diagnostics))} />
      {source.configured && source.outOfScope !== null ? (
        <p className="mt-3 max-w-[78ch] text-pretty text-soft">{outsideWords(source.source, tShell)}</p>
      ) : null}
      {source.configured && source.outOfScope === null ? (
        <div className={`mt-4 grid gap-x-12 gap-y-7 ${source.resources.length > 1 ? 'lg:grid-cols-2' : ''}`}>
          {source.resources.map((resource) => (
            <ResourceBlock
              key={resource.resource}
              source={source}
              resource={resource}
              today={today}
              isLookedAfter={mayAct}
              diagnostics={diagnostics?.resources.find((each) => each.resource === resource.resource)}
            />
          ))}
        </div>
      ) : null}
      {isError ? (
        <p role="alert" className="mt-3 text-bad text-sm">
          {diagnostics ? t('details.stale') : t('details.failed')}
        </p>
      ) : null}
      {diagnostics ? <CallsHour calls={diagnostics.calls} /> : null}
    </section>
  )
}

/** Since when and by whom a source is paused, and what the pause means. */
function PausedNote({ paused }: { paused: NonNullable<SourceHealth['paused']> }) {
  const format = useFormat()
  const t = useWords('sources')
  const { since, by } = paused
  const parts = {
    instant: format.instant(since),
    age: () => <Age key="age" instant={since} />,
    strong: (inside: readonly ReactNode[]) => (
      <span key="strong" className="text-ink">
        {inside}
      </span>
    ),
  }
  return (
    <p className="mt-1 max-w-[78ch] text-pretty text-soft">
      {richText(
        by === null
          ? t.rich('paused.note', parts)
          : t.rich('paused.note-by', { ...parts, person: () => <SourceText key="person" text={by} /> }),
      )}
    </p>
  )
}

const TONES: Record<Notice['level'], Tone> = { info: 'other', warning: 'wait', error: 'bad' }

/** Messages that a person should know or act on, each with its fix. */
function NoticeList({ notices }: { notices: readonly Notice[] }) {
  const format = useFormat()
  const t = useWords('sources')
  const tNotices = useWords('notices')
  const tNames = useWords('names')
  if (notices.length === 0) return null
  const worded = notices.map((each) => ({
    ...each,
    ...noticeWords(each.notice, tNotices, tNames, format.day),
  }))
  return (
    <ul className="mt-3 max-w-[90ch] space-y-2.5">
      {worded.map((notice) => (
        <li key={notice.message}>
          <ToneLine tone={TONES[notice.level]}>
            <p>
              <span className="sr-only">{t(`level.${notice.level}`)} </span>
              {notice.message}
            </p>
            {notice.fix ? <p className="text-soft">{notice.fix}</p> : null}
          </ToneLine>
        </li>
      ))}
    </ul>
  )
}

import type { ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { ageOf } from '#lib/age.ts'
import type { Day } from '#lib/calendar-date.ts'
import { UNKNOWN } from '#lib/format.ts'
import type { ResourceDiagnostics } from '#lib/sources/diagnostics-schema.ts'
import { RECENT_WEEKS } from '#lib/sources/recent.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import { FaultLog, LastError } from './fault-log.tsx'
import { HeldBackList } from './held-back-list.tsx'
import { MissingRanges } from './missing-ranges.tsx'
import { OpenWindows } from './open-windows.tsx'
import { RejectedRows, UnreadableRows } from './unread-rows.tsx'
import { WeekStrip } from './week-strip.tsx'

type ResourceBlockProps = {
  source: SourceHealth
  resource: SourceHealth['resources'][number]
  today: Day
  /** Details for operators; undefined for other viewers and while loading. */
  diagnostics: ResourceDiagnostics | undefined
  /** Whether to show counts of rows outside every scope, which only operators see. */
  isLookedAfter: boolean
}

/** One mirrored list of a source: row count, freshness and completeness. */
export function ResourceBlock({ source, resource, today, diagnostics, isLookedAfter }: ResourceBlockProps) {
  const t = useWords('sources')
  const tNames = useWords('names')
  const age = (instant: string | null, otherwise = t('list.incomplete')) =>
    instant === null ? otherwise : <Age instant={instant} />
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{tNames(`resource.${resource.resource}`)}</h3>
        <p>
          {richText(
            t.rich('list.rows', {
              rows: resource.rows,
              strong: (inside) => (
                <span key="strong" className="font-medium">
                  {inside}
                </span>
              ),
              soft: (inside) => (
                <span key="soft" className="text-soft">
                  {inside}
                </span>
              ),
            }),
          )}
        </p>
      </div>
      <WeekStrip resource={resource} today={today} />
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-3">
        <Fact term={t('list.recent', { weeks: RECENT_WEEKS })}>{age(resource.recentAsOf)}</Fact>
        <Fact term={t('list.older')}>
          {age(resource.historyAsOf, resource.complete ? t('list.none') : undefined)}
        </Fact>
        <Fact term={t('list.next')}>
          {resource.pausedSince ? t('list.paused') : <Due instant={resource.nextDueAt} />}
        </Fact>
        {isLookedAfter ? <RowsOfNobody resource={resource} /> : null}
      </dl>
      {diagnostics ? (
        <Diagnostics source={source} diagnostics={diagnostics} />
      ) : (
        <>
          {resource.lastError ? <LastError source={source.source} error={resource.lastError} /> : null}
          <MissingRanges source={source.source} missing={resource.missing} />
        </>
      )}
    </div>
  )
}

/** The problems of a list, most urgent first, each with its fix. */
function Diagnostics({ source, diagnostics }: { source: SourceHealth; diagnostics: ResourceDiagnostics }) {
  const list = { source: source.source, resource: diagnostics.resource }
  return (
    <>
      <FaultLog source={source.source} faults={diagnostics.faults} />
      <HeldBackList {...list} heldBack={diagnostics.heldBack} />
      <OpenWindows {...list} open={diagnostics.open} isPaused={source.paused !== null} />
      <RejectedRows rejected={diagnostics.rejected} />
      <UnreadableRows {...list} diagnostics={diagnostics} />
    </>
  )
}

/** Counts of rows without a single funding source, and of undated rows that no date filter returns. */
function RowsOfNobody({ resource }: Pick<ResourceBlockProps, 'resource'>) {
  const format = useFormat()
  const t = useWords('sources')
  return (
    <>
      <Fact term={t('list.unassigned')} title={t('list.unassigned-hint')}>
        {format.count(resource.unassigned)}
      </Fact>
      <Fact term={t('list.ambiguous')} title={t('list.ambiguous-hint')}>
        {format.count(resource.ambiguous)}
      </Fact>
      <Fact
        term={t('list.undated')}
        title={resource.undated === null ? t('list.undated-unknown') : t('list.undated-hint')}
      >
        {resource.undated === null ? UNKNOWN : format.count(resource.undated)}
      </Fact>
    </>
  )
}

function Fact({ term, title, children }: { term: string; title?: string; children: ReactNode }) {
  return (
    <div className="min-w-0" title={title}>
      <dt className="text-soft">{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Time until an instant, kept current. */
function Due({ instant }: { instant: string | null }) {
  const t = useWords('sources')
  const nowMs = useNow()
  if (instant === null) return UNKNOWN
  const { unit, count } = ageOf(Date.parse(instant) - nowMs)
  return <time dateTime={instant}>{unit === 'now' ? t('due.now') : t(`due.${unit}`, { count })}</time>
}

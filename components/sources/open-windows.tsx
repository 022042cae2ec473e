import { RotateCw } from 'lucide-react'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { srOnly } from '#components/ui/sr-only.tsx'
import { TONE_TEXT, ToneIcon } from '#components/ui/tone-icon.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { OpenWindow, ResourceDiagnostics } from '#lib/sources/diagnostics-schema.ts'
import { listedOf, reasonParts, WINDOW_STATE_TONES } from '#lib/sources/diagnostics-words.ts'
import { sourceApi } from '#lib/sources/paths.ts'
import type { Refresh } from '#lib/sources/schema.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { LongList } from './long-list.tsx'

const SHOWN = 4

type OpenWindowsProps = {
  source: Source
  resource: Resource
  open: ResourceDiagnostics['open']
  isPaused: boolean
}

/** The incomplete windows with reason and start, each with a button that requests a new read. */
export function OpenWindows({ source, resource, open, isPaused }: OpenWindowsProps) {
  const t = useWords('sources')
  if (open.total === 0) return null
  const hidden = open.total - open.windows.length
  return (
    <div className="mt-4 text-sm">
      <h4 className="font-medium">{t('open.title', { count: open.total })}</h4>
      <LongList items={open.windows} shown={SHOWN} keyOf={({ from }) => from}>
        {(window) => (
          <div className="flex items-start gap-x-3">
            <span className={`mt-[3px] ${TONE_TEXT[WINDOW_STATE_TONES[window.state]]}`}>
              <ToneIcon tone={WINDOW_STATE_TONES[window.state]} size={14} />
            </span>
            <WindowWords source={source} window={window} />
            {isPaused ? null : <ReadWindow source={source} resource={resource} window={window} />}
          </div>
        )}
      </LongList>
      {hidden > 0 ? <p className="text-soft">{t('open.older', { count: hidden })}</p> : null}
    </div>
  )
}

function WindowWords({ source, window }: { source: Source; window: OpenWindow }) {
  const format = useFormat()
  const t = useWords('sources')
  const { lastCompleteAt } = window
  const listed = listedOf(window, t)
  const { whole, parts } = reasonParts(window, useWords('names')(`source.${source}`), useWords('reasons'))
  return (
    <div className="min-w-0 flex-1 text-pretty break-words">
      <p>
        {format.dayRange(window.from, window.to)}{' '}
        <span className="text-soft">
          · {t(`open.${window.state}`)}
          {listed ? `, ${listed}` : null}
          {window.since ? (
            <>
              {' '}
              <time dateTime={window.since}>
                {t('open.since', { instant: format.instant(window.since) })}
              </time>
            </>
          ) : null}
        </span>
      </p>
      {whole === '' && lastCompleteAt === null ? null : (
        <p className="text-soft">
          {whole}
          {whole === '' ? null : ' '}
          {lastCompleteAt === null
            ? null
            : richText(
                t.rich('open.last-complete', { age: () => <Age key="age" instant={lastCompleteAt} /> }),
              )}
        </p>
      )}
      {parts.length > 0 ? (
        <details className="text-soft">
          <summary className="hover:text-ink">{t('open.parts', { count: parts.length })}</summary>
          <ul>
            {parts.map((part) => (
              <li key={part}>{part}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}

type ReadWindowProps = { source: Source; resource: Resource; window: OpenWindow }

/** Requests a read of one window now. */
function ReadWindow({ source, resource, window }: ReadWindowProps) {
  const format = useFormat()
  const t = useWords('sources')
  const tNames = useWords('names')
  const tFaults = useFaultWords()
  const act = usePost<Refresh>(['sources'])
  const isAsked = window.isRequested || act.isPending
  const says = {
    source: tNames(`source.${source}`),
    list: tNames(`resource.${resource}`),
    days: format.dayRange(window.from, window.to),
    sr: srOnly,
  }
  return (
    <div className="shrink-0 text-end">
      <Button
        size="sm"
        variant="quiet"
        className="-my-0.5"
        disabled={isAsked}
        onClick={() => act.mutate({ path: sourceApi.refreshWindow(source, { resource, ...window }) })}
      >
        <RotateCw size={13} aria-hidden="true" className={isAsked ? 'motion-safe:animate-spin' : ''} />
        {richText(isAsked ? t.rich('open.asked', says) : t.rich('open.read', says))}
      </Button>
      <span role="status" className="block max-w-48 text-bad">
        {act.error ? explainError(act.error, tFaults).why : null}
      </span>
    </div>
  )
}

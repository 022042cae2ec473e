import { RotateCw } from 'lucide-react'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { TONE_TEXT, ToneIcon } from '#components/ui/tone-icon.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { explainError } from '#lib/api/explain-error.ts'
import type { OpenWindow, ResourceDiagnostics } from '#lib/sources/diagnostics-schema.ts'
import {
  listedOf,
  reasonParts,
  WINDOW_STATE_LABELS,
  WINDOW_STATE_TONES,
} from '#lib/sources/diagnostics-words.ts'
import { sourceApi } from '#lib/sources/paths.ts'
import type { Refresh } from '#lib/sources/schema.ts'
import { RESOURCE_LABELS, type Resource, SOURCE_LABELS, type Source } from '#lib/sources.ts'
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
  const format = useFormat()
  if (open.total === 0) return null
  const hidden = open.total - open.windows.length
  return (
    <div className="mt-4 text-sm">
      <h4 className="font-medium">
        {open.total === 1 ? 'One window' : `${format.count(open.total)} windows`} not complete
      </h4>
      <LongList items={open.windows} shown={SHOWN} keyOf={({ from }) => from}>
        {(window) => (
          <div className="flex items-start gap-x-3">
            <span className={`mt-[3px] ${TONE_TEXT[WINDOW_STATE_TONES[window.state]]}`}>
              <ToneIcon tone={WINDOW_STATE_TONES[window.state]} size={14} />
            </span>
            <WindowWords window={window} />
            {isPaused ? null : <ReadWindow source={source} resource={resource} window={window} />}
          </div>
        )}
      </LongList>
      {hidden > 0 ? <p className="text-soft">and {format.count(hidden)} older ones</p> : null}
    </div>
  )
}

function WindowWords({ window }: { window: OpenWindow }) {
  const format = useFormat()
  const listed = listedOf(window, format.count)
  const { whole, parts } = reasonParts(window)
  return (
    <div className="min-w-0 flex-1 text-pretty break-words">
      <p>
        {format.dayRange(window.from, window.to)}{' '}
        <span className="text-soft">
          · {WINDOW_STATE_LABELS[window.state]}
          {listed ? `, ${listed}` : null}
          {window.since ? (
            <>
              {' '}
              since <time dateTime={window.since}>{format.instant(window.since)}</time>
            </>
          ) : null}
        </span>
      </p>
      {whole === '' && !window.lastCompleteAt ? null : (
        <p className="text-soft">
          {whole}
          {window.lastCompleteAt ? (
            <>
              {whole === '' ? null : ' '}
              Last complete <Age instant={window.lastCompleteAt} />.
            </>
          ) : null}
        </p>
      )}
      {parts.length > 0 ? (
        <details className="text-soft">
          <summary className="hover:text-ink">
            {parts.length === 1 ? 'One part of it differs too' : `${parts.length} parts of it differ too`}
          </summary>
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
  const act = usePost<Refresh>(['sources'])
  const isAsked = window.isRequested || act.isPending
  const days = format.dayRange(window.from, window.to)
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
        {isAsked ? 'Asked' : 'Read now'}
        <span className="sr-only">
          : {SOURCE_LABELS[source]}, {RESOURCE_LABELS[resource]}, {days}
        </span>
      </Button>
      <span role="status" className="block max-w-48 text-bad">
        {act.error ? explainError(act.error).why : null}
      </span>
    </div>
  )
}

'use client'

import { Age } from '#components/ui/age.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { ToneIcon } from '#components/ui/tone-icon.tsx'
import type { OpenWindow, ResourceCare } from '#lib/sources/care-schema.ts'
import { listedOf, reasonParts, WINDOW_STATE_LABELS, WINDOW_STATE_TONES } from '#lib/sources/care-words.ts'
import type { Resource, Source } from '#lib/sources.ts'
import type { Tone } from '#lib/tones.ts'
import { LongList } from './long-list.tsx'
import { ReadWindow } from './read-window.tsx'

const TEXT: Partial<Record<Tone, string>> = { bad: 'text-bad', wait: 'text-wait', draft: 'text-draft' }
const SHOWN = 4

type OpenWindowsProps = { source: Source; resource: Resource; open: ResourceCare['open']; isPaused: boolean }

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
            <span className={`mt-[3px] ${TEXT[WINDOW_STATE_TONES[window.state]] ?? ''}`}>
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

import { RequestId } from '#components/ui/request-id.tsx'
import type { DatabaseFault, PageFault } from '#lib/database-fault.ts'
import type { Words } from '#lib/words/words.ts'
import { BarePage } from './bare-page.tsx'
import { WaitingLine } from './waiting-line.tsx'

/** Takes its texts, because it renders on the server and in the browser. */
type UnavailableProps = PageFault & { t: Words<'faults'>; tUi: Words<'ui'> }

/**
 * Replaces a page that a database fault prevented from rendering: names the fault, retries, and opens the
 * page once the server is ready.
 */
export function Unavailable({ fault, requestId, t, tUi }: UnavailableProps) {
  return (
    <div className="flex flex-col items-center px-4 py-16 text-center">
      <div role="alert">
        <h1 className="font-semibold text-lg">{t(`title.${fault}`)}</h1>
        <p className="mt-1 max-w-md text-pretty text-soft">{t(`why.${fault}`)}</p>
      </div>
      <WaitingLine firstPauseSeconds={FIRST_PAUSE_SECONDS[fault]} />
      {requestId ? (
        <p className="mt-4 text-faint text-xs">
          <RequestId id={requestId} t={tUi} />
        </p>
      ) : null}
    </div>
  )
}

/** Replaces the whole page when a database fault prevented even its frame from rendering. */
export function UnavailablePage(props: UnavailableProps) {
  return (
    <BarePage>
      <Unavailable {...props} />
    </BarePage>
  )
}

/** How long to wait before the first retry: a fault that needs a person's act takes longer. */
const FIRST_PAUSE_SECONDS: Record<DatabaseFault, number> = {
  unreachable: 2,
  busy: 2,
  other_release: 30,
  read_only: 30,
  full: 30,
}

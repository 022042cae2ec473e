import type { DatabaseFault, PageFault } from '#lib/database-fault.ts'
import { BarePage } from './bare-page.tsx'
import { WaitingLine } from './waiting-line.tsx'

/**
 * Replaces a page that a database fault prevented from rendering: names the fault, retries, and opens the
 * page once the server is ready.
 */
export function Unavailable({ fault, requestId }: PageFault) {
  const { title, why, firstPauseSeconds } = WORDS[fault]
  return (
    <div className="flex flex-col items-center px-4 py-16 text-center">
      <div role="alert">
        <h1 className="font-semibold text-lg">{title}</h1>
        <p className="mt-1 max-w-md text-pretty text-soft">{why}</p>
      </div>
      <WaitingLine firstPauseSeconds={firstPauseSeconds} />
      {requestId ? (
        <p className="mt-4 text-faint text-xs">
          Request <code className="select-all">{requestId}</code>
        </p>
      ) : null}
    </div>
  )
}

/** Replaces the whole page when a database fault prevented even its frame from rendering. */
export function UnavailablePage(props: PageFault) {
  return (
    <BarePage>
      <Unavailable {...props} />
    </BarePage>
  )
}

type Words = { title: string; why: string; firstPauseSeconds: number }

const NO_CHANGES: Words = {
  title: 'The database accepts no changes',
  why: 'Furrow has to write something before it can show this page. The page opens by itself when that works again.',
  firstPauseSeconds: 30,
}
const WORDS: Record<DatabaseFault, Words> = {
  unreachable: {
    title: 'The database is not answering',
    why: 'Furrow is running, but it cannot show this page without its database. The page opens by itself as soon as the database answers.',
    firstPauseSeconds: 2,
  },
  busy: {
    title: 'The database is too busy',
    why: 'The database took too long to answer, so Furrow could not show this page. The page opens by itself as soon as there is time for it.',
    firstPauseSeconds: 2,
  },
  other_release: {
    title: 'Furrow is being updated',
    why: 'The database already belongs to another release of Furrow. The page opens by itself when this server is updated too.',
    firstPauseSeconds: 30,
  },
  read_only: NO_CHANGES,
  full: NO_CHANGES,
}

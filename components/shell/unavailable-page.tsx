import type { PageFault } from '#lib/database-fault.ts'
import { BarePage } from './bare-page.tsx'
import { Unavailable } from './unavailable.tsx'

/** Replaces the whole page when a database fault prevented even its frame from rendering. */
export function UnavailablePage(props: PageFault) {
  return (
    <BarePage>
      <Unavailable {...props} />
    </BarePage>
  )
}

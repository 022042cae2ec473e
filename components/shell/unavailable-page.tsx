import type { PageFault } from '#lib/database-fault.ts'
import { BarePage } from './bare-page.tsx'
import { Unavailable } from './unavailable.tsx'

/** The whole page where the database kept even the frame around it from being drawn. */
export function UnavailablePage(props: PageFault) {
  return (
    <BarePage>
      <Unavailable {...props} />
    </BarePage>
  )
}

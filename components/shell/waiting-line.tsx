'use client'

import { lazy, Suspense } from 'react'
import type { WaitingProps } from './waiting.tsx'

// The frame of every page includes this file, so the retry code loads only on a page that waits.
const WaitingForServer = lazy(() => import('./waiting.tsx'))

/** Shows when the server is asked again, and reloads the page once the server is ready. */
export function WaitingLine(props: WaitingProps) {
  return (
    <div className="flex min-h-20 flex-col items-center">
      <Suspense>
        <WaitingForServer {...props} />
      </Suspense>
    </div>
  )
}

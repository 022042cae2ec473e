'use client'

import { lazy, Suspense } from 'react'
import type { WaitingProps } from './waiting.tsx'

// The frame of every page carries this file: the code that tries again is fetched where a page waits.
const WaitingForServer = lazy(() => import('./waiting.tsx'))

/** Says when the server is asked again, and loads the page anew at its own address once the server is ready. */
export function WaitingLine(props: WaitingProps) {
  return (
    <div className="flex min-h-20 flex-col items-center">
      <Suspense>
        <WaitingForServer {...props} />
      </Suspense>
    </div>
  )
}

'use client'

import { lazy, Suspense } from 'react'
import type { PageErrorProps } from './page-error.tsx'

// Every page carries its error pages: their code is fetched when one is drawn. Where it cannot be had, app/global-error.tsx draws.
const PageError = lazy(() => import('./page-error.tsx'))

/** `PageError`, fetched when it is drawn. */
export function LazyPageError(props: PageErrorProps) {
  return (
    <Suspense>
      <PageError {...props} />
    </Suspense>
  )
}

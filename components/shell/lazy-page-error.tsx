import { lazy, Suspense } from 'react'
import type { PageErrorProps } from './page-error.tsx'

// Every page includes its error pages, so their code loads only when one is rendered. If that fails,
// app/global-error.tsx takes over.
const PageError = lazy(() => import('./page-error.tsx'))

/** `PageError`, loaded when rendered. */
export function LazyPageError(props: PageErrorProps) {
  return (
    <Suspense>
      <PageError {...props} />
    </Suspense>
  )
}

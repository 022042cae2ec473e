'use client'

import { LazyPageError } from '#components/shell/lazy-page-error.tsx'
import type { PageErrorProps } from '#components/shell/page-error.tsx'

/** Catches failures in the frame around the dashboard's pages, and in the sign-in pages. */
export default function AnyPageError({ error, retry }: PageErrorProps) {
  return <LazyPageError error={error} retry={retry} isBare />
}

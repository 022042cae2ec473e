'use client'

import { LazyPageError } from '#components/shell/lazy-page-error.tsx'
import type { PageErrorProps } from '#components/shell/page-error.tsx'

/** Catches what fails in the frame around the dashboard's pages, and in the pages of getting in. */
export default function AnyPageError({ error, retry }: PageErrorProps) {
  return <LazyPageError error={error} retry={retry} isBare />
}

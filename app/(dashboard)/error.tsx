'use client'

import { LazyPageError } from '#components/shell/lazy-page-error.tsx'
import type { PageErrorProps } from '#components/shell/page-error.tsx'

export default function DashboardError({ error, retry }: PageErrorProps) {
  return <LazyPageError error={error} retry={retry} />
}

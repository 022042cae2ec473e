'use client'

import { ErrorState } from '#components/ui/error-state.tsx'

export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorState what="This page could not be shown" error={error} onRetry={retry} />
}

'use client'

import { ErrorState } from '#components/ui/error-state.tsx'
import { readDigest } from '#lib/database-fault.ts'
import { BarePage } from './bare-page.tsx'
import { Unavailable } from './unavailable.tsx'

export type PageErrorProps = {
  error: unknown
  retry: () => void
  /** The frame around the page failed with it. */
  isBare?: boolean
}

/** What stands in place of a page that failed: what is away where the database did it, else the request id alone. */
export default function PageError({ error, retry, isBare = false }: PageErrorProps) {
  const pageFault = readDigest(error)
  const content = pageFault ? (
    <Unavailable {...pageFault} />
  ) : (
    <ErrorState what="This page could not be shown" error={error} onRetry={retry} />
  )
  return isBare ? <BarePage>{content}</BarePage> : content
}

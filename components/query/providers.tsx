'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useEffect } from 'react'
import { getQueryClient } from '#lib/api/query-client.ts'

/** The query cache, kept up with the mirror, and the URL as state, for everything below. */
export function Providers({ children }: { children: ReactNode }) {
  useEffect(() => {
    const leave = new AbortController()
    void import('#lib/api/live-updates.ts').then(({ followMirror }) => {
      if (!leave.signal.aborted) leave.signal.addEventListener('abort', followMirror(getQueryClient()))
    })
    return () => leave.abort()
  }, [])
  return (
    <QueryClientProvider client={getQueryClient()}>
      <NuqsAdapter>{children}</NuqsAdapter>
    </QueryClientProvider>
  )
}

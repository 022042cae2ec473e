'use client'

import { useEffect } from 'react'
import { getQueryClient } from '#lib/api/query-client.ts'

/** Keeps the query cache in sync with the mirror on pages of a signed-in viewer. Renders nothing. */
export function FollowMirror() {
  useEffect(() => {
    const leave = new AbortController()
    void import('./live-updates.ts').then(({ followMirror }) => {
      if (!leave.signal.aborted) leave.signal.addEventListener('abort', followMirror(getQueryClient()))
    })
    return () => leave.abort()
  }, [])
  return null
}

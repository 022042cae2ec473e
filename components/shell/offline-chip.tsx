'use client'

import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

const subscribe = (onChange: () => void) => onlineManager.subscribe(onChange)

/** Says while offline that the shown data is the last received. Queries resume by themselves. */
export function OfflineChip() {
  const isOnline = useSyncExternalStore(
    subscribe,
    () => onlineManager.isOnline(),
    () => true,
  )
  return (
    <span role="status" className="shrink-0">
      {isOnline ? null : (
        <span
          title="You are offline. What is shown is the last that came; it goes on by itself."
          className="rounded-full bg-bad-soft px-2 py-0.5 font-medium text-bad text-xs"
        >
          <span className="sr-only">You are offline</span>
          <span aria-hidden="true">Offline</span>
        </span>
      )}
    </span>
  )
}

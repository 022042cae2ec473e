'use client'

import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useWords } from '#components/ui/words.tsx'

const subscribe = (onChange: () => void) => onlineManager.subscribe(onChange)

/** Says while offline that the shown data is the last received. Queries resume by themselves. */
export function OfflineChip() {
  const t = useWords('shell')
  const isOnline = useSyncExternalStore(
    subscribe,
    () => onlineManager.isOnline(),
    () => true,
  )
  return (
    <span role="status" className="shrink-0">
      {isOnline ? null : (
        <span
          title={t('offline.why')}
          className="rounded-full bg-bad-soft px-2 py-0.5 font-medium text-bad text-xs"
        >
          <span className="sr-only">{t('offline.said')}</span>
          <span aria-hidden="true">{t('offline.mark')}</span>
        </span>
      )}
    </span>
  )
}

'use client'

import { useFormat } from '#components/ui/reader.tsx'

/** An instant, to the minute. */
export function WhenCell({ instant }: { instant: string }) {
  const format = useFormat()
  return (
    <time dateTime={instant} title={instant} className="block truncate text-soft">
      {format.instant(instant)}
    </time>
  )
}

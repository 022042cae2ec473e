import { useFormat, useNow } from './reader.tsx'

/** Time since an instant, e.g. "18 s ago", kept current; the full instant shows on hover. */
export function Age({ instant }: { instant: string }) {
  const format = useFormat()
  const age = format.age(instant, useNow())
  return (
    <time dateTime={instant} title={format.instant(instant)}>
      {age === 'just now' ? age : `${age} ago`}
    </time>
  )
}

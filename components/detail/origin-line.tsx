import { Age } from '#components/ui/age.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { Fallback } from '#lib/schema.ts'
import type { Source } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'

type OriginLineProps = {
  origin: 'live' | 'mirror'
  asOf: string
  fallback: Fallback | null
  source: Source
}

/** Whether a detail was just read from the source or is Furrow's last copy, and then why. */
export function OriginLine({ origin, asOf, fallback, source }: OriginLineProps) {
  const t = useWords('detail')
  const tLive = useWords('live')
  const tFaults = useWords('faults')
  const tNames = useWords('names')
  const age = () => <Age key="age" instant={asOf} />
  return (
    <ToneLine tone={origin === 'live' ? 'ok' : 'wait'} size={12} className="mt-6 text-faint text-sm">
      {richText(origin === 'live' ? t.rich('origin.live', { age }) : t.rich('origin.mirror', { age }))}
      {fallback ? ` ${fallbackWords(fallback, tNames(`source.${source}`), tLive, tFaults)}` : ''}
    </ToneLine>
  )
}

function fallbackWords(
  fallback: Fallback,
  source: string,
  tLive: Words<'live'>,
  tFaults: Words<'faults'>,
): string {
  if (fallback === 'no_single_invoice') return tLive('no-single-invoice', { source })
  if (fallback === 'source_off' || fallback === 'source_paused')
    return tFaults(`code.${fallback}`, { source })
  return tLive(`code.${fallback}`, { source })
}

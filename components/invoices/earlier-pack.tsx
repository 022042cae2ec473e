import { useQuery } from '@tanstack/react-query'
import type { FilterValues } from '#components/filters/filter-spec.ts'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { openPacksQuery } from '#lib/invoices/pack-queries.ts'
import type { PdfPacks } from '#lib/invoices/pdf-pack-schema.ts'
import { BAR_BUTTON } from './pack-progress.tsx'

type EarlierPackProps = {
  source: FilterValues[string] | undefined
  onResume: (id: string) => void
  onRetry: (id: string) => void
}

/** The latest download of this source that isn't complete, so that it can go on in a new session. */
export function EarlierPack({ source, onResume, onRetry }: EarlierPackProps) {
  const t = useWords('invoices')
  const format = useFormat()
  const { data } = useQuery(openPacksQuery)
  const pack = data?.packs.find((one) => one.source === source && !isComplete(one))
  if (!pack) return null
  const day = format.instant(pack.createdAt)
  const saved = pack.parts.filter(({ isSent }) => isSent).length
  const missing = pack.parts.reduce((sum, part) => sum + part.missing, 0)
  const isOpen = saved < pack.parts.length
  return (
    <div className="flex min-w-0 items-center gap-3 max-md:basis-full">
      <p className="min-w-0 grow text-soft text-sm leading-tight">
        {isOpen
          ? t('pack.earlier-open', { day, saved, parts: pack.parts.length })
          : t('pack.earlier-missing', { day, missing, invoices: pack.files })}
      </p>
      <Button className={BAR_BUTTON} onClick={() => (isOpen ? onResume(pack.id) : onRetry(pack.id))}>
        {isOpen ? t('pack.continue') : t('pack.retry', { count: missing })}
      </Button>
    </div>
  )
}

function isComplete({ parts }: PdfPacks['packs'][number]): boolean {
  return parts.every(({ isSent, missing }) => isSent && missing === 0)
}

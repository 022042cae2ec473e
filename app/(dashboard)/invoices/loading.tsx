import { invoiceOutlines } from '#components/invoices/outlines.ts'
import { ListSkeleton } from '#components/list/list-skeleton.tsx'
import { DEFAULT_SOURCE } from '#lib/invoices/fit-to-source.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export default async function Loading() {
  const language = await readerLanguage()
  const t = wordsIn(language, 'invoices')
  const tList = wordsIn(language, 'list')
  return (
    <ListSkeleton
      title={t('title')}
      columns={invoiceOutlines(DEFAULT_SOURCE, t, tList)}
      label={tList('loading', { list: 'invoices' })}
      isSelectable
      hasTabs
    />
  )
}

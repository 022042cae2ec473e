import { contractOutlines } from '#components/contracts/outlines.ts'
import { ListSkeleton } from '#components/list/list-skeleton.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export default async function Loading() {
  const language = await readerLanguage()
  const t = wordsIn(language, 'contracts')
  const tList = wordsIn(language, 'list')
  return (
    <ListSkeleton
      title={t('title')}
      columns={contractOutlines(t, tList)}
      label={tList('loading', { list: 'contracts' })}
    />
  )
}

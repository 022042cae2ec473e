import { contractList } from '#components/contracts/config.tsx'
import { ListSkeleton } from '#components/list/list-skeleton.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export default async function Loading() {
  const language = await readerLanguage()
  const tList = wordsIn(language, 'list')
  const config = contractList(wordsIn(language, 'contracts'), tList)
  return <ListSkeleton config={config} label={tList('loading', { list: 'contracts' })} />
}

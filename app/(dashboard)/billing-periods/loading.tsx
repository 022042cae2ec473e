import { billingPeriodList } from '#components/billing-periods/config.tsx'
import { ListSkeleton } from '#components/list/list-skeleton.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export default async function Loading() {
  const language = await readerLanguage()
  const t = wordsIn(language, 'billing-periods')
  const tList = wordsIn(language, 'list')
  const config = billingPeriodList(t, tList, wordsIn(language, 'statuses'))
  return <ListSkeleton config={config} label={tList('loading', { list: 'periods' })} />
}

import { billingPeriodList } from '#components/billing-periods/config.tsx'
import { ListSkeleton } from '#components/list/list-skeleton.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export default async function Loading() {
  const tList = wordsIn(await readerLanguage(), 'list')
  return <ListSkeleton config={billingPeriodList(tList)} label={tList('loading', { list: 'periods' })} />
}

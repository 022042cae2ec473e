import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { prefetchReport } from '#app/(dashboard)/prefetch-report.ts'
import { Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { ReportView } from '#components/report/report-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

const AREAS = [
  'ages',
  'changes',
  'figures',
  'filters',
  'overview',
  'reasons',
  'report',
  'statuses',
  'targets',
] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'report')('title') }
}

export default async function ReportPage({ searchParams }: PageProps<'/report'>) {
  const { client, issues, mark, today, viewer } = await prefetchReport(searchParams)
  return (
    <PageWords areas={AREAS}>
      <Hydrated state={dehydrate(client)}>
        <Understood issues={issues}>
          <ReportView today={today} scope={viewer.fundingSources} mark={mark} />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}

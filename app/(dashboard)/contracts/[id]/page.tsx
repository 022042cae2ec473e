import { dehydrate } from '@tanstack/react-query'
import { notFound } from 'next/navigation'
import { PageWords } from '#app/page-words.tsx'
import { ContractView } from '#components/contracts/contract-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { getQueryClient } from '#lib/api/query-client.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import { prefetchContract } from './prefetch-contract.ts'

export default async function ContractPage({ params }: PageProps<'/contracts/[id]'>) {
  const viewer = await currentViewer()
  const { id } = await params
  const client = getQueryClient()
  if (!(await prefetchContract(client, viewer, id))) notFound()
  return (
    <PageWords areas={['statuses']}>
      <Hydrated state={dehydrate(client)}>
        <ContractView id={id} today={businessToday()} />
      </Hydrated>
    </PageWords>
  )
}

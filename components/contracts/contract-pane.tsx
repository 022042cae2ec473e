import { useQuery } from '@tanstack/react-query'
import { DetailSkeleton } from '#components/detail/detail-parts.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import { ContractLink } from './contract-link.tsx'
import { ContractSummary } from './contract-summary.tsx'

/** One contract beside the list: its figures and weeks. The page of the contract has its periods as well. */
export function ContractPane({ id, today }: { id: string; today: Day }) {
  const t = useWords('contracts')
  const query = useQuery(contractQueries.detail(id))
  return (
    <Loaded query={query} failure={t('detail.failed')} pending={<DetailSkeleton />}>
      {(detail) => (
        <>
          <ContractSummary detail={detail} today={today} />
          <p className="mt-6">
            <ContractLink id={id}>{t('open')}</ContractLink>
          </p>
        </>
      )}
    </Loaded>
  )
}

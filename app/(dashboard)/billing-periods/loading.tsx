import { BILLING_PERIOD_LIST } from '#components/billing-periods/config.tsx'
import { ListSkeleton } from '#components/list/list-skeleton.tsx'

export default function Loading() {
  return <ListSkeleton config={BILLING_PERIOD_LIST} />
}

import { BillingPeriodsLoading } from '#components/billing-periods/billing-periods-loading.tsx'

export default function Loading() {
  return <BillingPeriodsLoading />
}

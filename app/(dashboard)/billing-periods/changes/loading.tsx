import { ChangesSkeleton } from '#components/billing-periods/changes-skeleton.tsx'

export default function Loading() {
  return <ChangesSkeleton />
}

import { ChangesSkeleton } from '#components/changes/changes-skeleton.tsx'

export default function Loading() {
  return <ChangesSkeleton />
}

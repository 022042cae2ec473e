import { notFound, redirect } from 'next/navigation'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { contractPath, periodsOf, readContractKey } from '#lib/contracts/paths.ts'
import { readPageSearch } from '#lib/page-search.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { findContract } from '#lib/server/contracts/detail.ts'

/** Leads from the fields of a billing period to the page of its contract. */
export default async function FindContractPage({ searchParams }: PageProps<'/contracts/find'>) {
  const viewer = await currentViewer()
  const key = readContractKey(readPageSearch(await searchParams))
  if (key === null) notFound()
  const id = await findContract(viewer, key)
  // A contract that is not computed yet, or whose last period is gone, has no page.
  redirect(id === null ? billingPeriodsPath(periodsOf(key)) : contractPath(id))
}

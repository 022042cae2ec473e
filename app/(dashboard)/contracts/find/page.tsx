import { notFound, redirect } from 'next/navigation'
import { contractPath, readContractKey } from '#lib/contracts/paths.ts'
import { readPageSearch } from '#lib/page-search.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { findContract } from '#lib/server/contracts/detail.ts'

/** Leads from the fields of a billing period to the page of its contract. */
export default async function FindContractPage({ searchParams }: PageProps<'/contracts/find'>) {
  const viewer = await currentViewer()
  const key = readContractKey(readPageSearch(await searchParams))
  const id = key && (await findContract(viewer, key))
  if (id === null) notFound()
  redirect(contractPath(id))
}

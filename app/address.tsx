import 'server-only'
import type { ReactNode } from 'react'
import { viewParams } from '#components/list/view-params.ts'
import { AddressGuard } from '#components/shell/address-guard.tsx'
import { addressIssues } from '#lib/address-issues.ts'
import type { AddressIssue } from '#lib/address-mending.ts'
import { type PageSearch, readPageSearch } from '#lib/page-search.ts'
import { type Params, type ParamValues, parseParamsLeniently } from '#lib/search-params.ts'
import { PageWords } from './page-words.tsx'

/** What a page reads in its own address, and what of it the page leaves out. */
type Address<Values> = { filters: Values; issues: AddressIssue[] }

/**
 * Reads the address of a page.
 * @param adjust drops what cannot apply on this page; what it drops is an issue of the address
 * @param view what the page reads besides its filters
 */
export async function readAddress<P extends Params, Fitted extends ParamValues<P>>(
  params: P,
  searchParams: Promise<PageSearch>,
  adjust: (asked: ParamValues<P>) => Fitted = (asked) => asked as Fitted,
  view: Params = {},
): Promise<Address<Fitted>> {
  const search = readPageSearch(await searchParams)
  const filters = adjust(parseParamsLeniently(params, search))
  const used = { ...filters, ...parseParamsLeniently(view, search) }
  return { filters, issues: addressIssues({ ...params, ...view }, search, used) }
}

/** Reads the address of a list, which also holds the view of the list. */
export function readListAddress<P extends Params, Fitted extends ParamValues<P>>(
  params: P,
  searchParams: Promise<PageSearch>,
  adjust?: (asked: ParamValues<P>) => Fitted,
): Promise<Address<Fitted>> {
  return readAddress(params, searchParams, adjust, viewParams)
}

/** A page with what of its address is not understood; a page that reads all of its address gets nothing more. */
export function Understood({ issues, children }: { issues: AddressIssue[]; children: ReactNode }) {
  if (issues.length === 0) return children
  return (
    <PageWords areas={['address']}>
      <AddressGuard issues={issues}>{children}</AddressGuard>
    </PageWords>
  )
}

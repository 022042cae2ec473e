'use client'

import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { MisreadContext } from '#components/ui/misread.ts'
import { remainingIssues } from '#lib/address-left.ts'
import type { AddressIssue } from '#lib/address-mending.ts'

/** Every page includes this file, so the notice itself is loaded where it is needed. */
const AddressNotice = lazyComponent(
  () => import('./address-notice.tsx').then((module) => module.AddressNotice),
  <div className="h-24 shrink-0" />,
)

/**
 * Says above a page what of its address is ignored, and keeps the page from being exported until the address is mended
 * or the rest is removed from it.
 * @param issues what the server found; the notice goes once the address has none of them
 */
export function AddressGuard({ issues, children }: { issues: readonly AddressIssue[]; children: ReactNode }) {
  const search = new URLSearchParams(useSearchParams())
  const left = remainingIssues(issues, search)
  return (
    <MisreadContext value={left.length > 0}>
      <div className="flex min-h-full flex-col md:h-full">
        {left.length > 0 ? <AddressNotice issues={left} search={search} /> : null}
        <div className="min-h-0 flex-1">{children}</div>
      </div>
    </MisreadContext>
  )
}

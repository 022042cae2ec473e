import type { ReactNode } from 'react'
import { PageLink } from '#components/ui/page-link.tsx'
import { contractPath } from '#lib/contracts/paths.ts'

/** A link to the page of a contract. */
export function ContractLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <PageLink href={contractPath(id)} className="font-medium text-accent underline underline-offset-2">
      {children}
    </PageLink>
  )
}

import Link from 'next/link'
import type { ReactNode } from 'react'
import { contractPath } from '#lib/contracts/paths.ts'

/** A link to the page of a contract. */
export function ContractLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link
      prefetch={false}
      href={contractPath(id)}
      className="font-medium text-accent underline underline-offset-2"
    >
      {children}
    </Link>
  )
}

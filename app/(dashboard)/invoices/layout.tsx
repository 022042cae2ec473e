import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'

export default function InvoicesLayout({ children }: { children: ReactNode }) {
  return (
    <PageWords areas={['detail', 'extra', 'filters', 'invoices', 'list', 'live', 'reasons']}>
      {children}
    </PageWords>
  )
}

import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'

export default function CollectionsLayout({ children }: { children: ReactNode }) {
  return (
    <PageWords
      areas={['ages', 'bridge', 'collections', 'figures', 'filters', 'movement', 'reasons', 'statuses']}
    >
      {children}
    </PageWords>
  )
}

import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'

export default function AuditLayout({ children }: { children: ReactNode }) {
  return <PageWords areas={['audit']}>{children}</PageWords>
}

import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'

export default function SourcesLayout({ children }: { children: ReactNode }) {
  return <PageWords areas={['notices', 'reasons', 'sources']}>{children}</PageWords>
}

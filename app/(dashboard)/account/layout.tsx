import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'

export default function AccountLayout({ children }: { children: ReactNode }) {
  return <PageWords areas={['account', 'forms', 'password']}>{children}</PageWords>
}

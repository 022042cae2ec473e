import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'

const AREAS = [
  'ages',
  'bridge',
  'collections',
  'figures',
  'filters',
  'movement',
  'reasons',
  'statuses',
  'targets',
] as const

export default function CollectionsLayout({ children }: { children: ReactNode }) {
  return <PageWords areas={AREAS}>{children}</PageWords>
}

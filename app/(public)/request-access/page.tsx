import type { Metadata } from 'next'
import { RequestAccessView } from '#components/people/request-access-view.tsx'

export const metadata: Metadata = { title: 'Request access' }

export default function RequestAccessPage() {
  return <RequestAccessView />
}

import type { Metadata } from 'next'
import { RequestsView } from '#components/admin/requests-view.tsx'
import { adminViewer } from '../admin-viewer.ts'

export const metadata: Metadata = { title: 'Access requests' }

export default async function RequestsPage() {
  await adminViewer()
  return <RequestsView />
}

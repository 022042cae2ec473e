import type { Metadata } from 'next'
import { adminViewer } from '#app/(dashboard)/admin/admin-viewer.ts'
import { RequestsView } from '#components/admin/requests-view.tsx'

export const metadata: Metadata = { title: 'Access requests' }

export default async function RequestsPage() {
  await adminViewer()
  return <RequestsView />
}

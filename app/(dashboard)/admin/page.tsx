import { redirect } from 'next/navigation'
import { adminPaths } from '#lib/admin/paths.ts'
import { adminViewer } from './admin-viewer.ts'

export default async function AdminPage() {
  await adminViewer()
  redirect(adminPaths.people)
}

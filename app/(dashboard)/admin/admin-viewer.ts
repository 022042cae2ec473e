import { notFound } from 'next/navigation'
import { isAdmin } from '#lib/server/admin/administering.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** Returns the admin who opens a page; for everyone else the page does not exist. */
export async function adminViewer(): Promise<Viewer> {
  const viewer = await currentViewer()
  if (!isAdmin(viewer)) notFound()
  return viewer
}

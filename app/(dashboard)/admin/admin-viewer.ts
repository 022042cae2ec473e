import { notFound } from 'next/navigation'
import { isAdmin } from '#lib/server/admin/administering.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** The admin who opens a page; for everybody else there is no such page. */
export async function adminViewer(): Promise<Viewer> {
  const viewer = await currentViewer()
  if (!isAdmin(viewer)) notFound()
  return viewer
}

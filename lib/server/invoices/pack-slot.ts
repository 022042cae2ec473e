import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { acquireViewerLock } from '#lib/server/auth/rate-limits.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** Packs that one process makes at a time, because each buffers a few files. */
const MAX_OPEN = 4

const shared = processWide<number>('furrowOpenPacks')

/**
 * Acquires the viewer's pack lock, then one of this process's slots, so that one viewer never holds two.
 * @returns a function that releases both; a second call does nothing
 * @throws {RequestError} 429 `one_at_a_time` while another pack of the viewer is sent; 503 `busy` while this process
 * sends four
 */
export async function acquirePackSlot(viewer: Viewer): Promise<() => Promise<void>> {
  const lock = await acquireViewerLock('pdf_pack', `${viewer.kind}:${viewer.id}`, 'pack of PDFs')
  const open = shared.value ?? 0
  if (open >= MAX_OPEN) {
    await lock.release()
    throw new RequestError(503, 'busy', 'Several packs are being made. Please try again in a moment.')
  }
  shared.value = open + 1
  let isHeld = true
  return async () => {
    if (!isHeld) return
    isHeld = false
    shared.value = (shared.value ?? 1) - 1
    await lock.release()
  }
}

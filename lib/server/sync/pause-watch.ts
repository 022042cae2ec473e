import 'server-only'
import type { Source } from '#lib/sources/sources.ts'
import type { Database } from '../db/client.ts'
import { isPaused } from '../db/pauses.ts'

/** How long a reading may go on before it looks again whether it may. */
const EVERY_MS = 2_000

/** The source is paused: the reading ends before its next call, and what it had read is not used. */
export class PausedError extends Error {
  override name = 'PausedError'
}

/** Asks before each call whether the source may still be read. Throws PausedError where it may not. */
export function pauseWatch(db: Database, source: Source, now: () => Date): () => Promise<void> {
  let askedAt: number | null = null
  return async () => {
    const time = now().getTime()
    if (askedAt !== null && time - askedAt < EVERY_MS) return
    askedAt = time
    if (await isPaused(db, source)) throw new PausedError(`${source} is paused`)
  }
}

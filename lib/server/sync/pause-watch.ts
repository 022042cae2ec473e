import 'server-only'
import type { Database } from '#lib/server/db/client.ts'
import { isPaused, readPauses } from '#lib/server/db/pauses.ts'
import { SOURCE_LABELS, type Source } from '#lib/sources.ts'

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

/** Says, each time it is called, which sources were paused or resumed since the last time; a start counts paused ones as new. */
export function pauseNotes(say: (line: string) => void): (db: Database) => Promise<void> {
  let known: readonly Source[] = []
  return async (db) => {
    const paused = (await readPauses(db)).map(({ source }) => source)
    for (const source of paused)
      if (!known.includes(source)) say(`${SOURCE_LABELS[source]} is paused and is not read.`)
    for (const source of known)
      if (!paused.includes(source)) say(`${SOURCE_LABELS[source]} is no longer paused and is read again.`)
    known = paused
  }
}

import 'server-only'
import type { Database } from '#lib/server/db/client.ts'
import { isPaused, readPauses } from '#lib/server/db/pauses.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('commands')

/** How often a run checks whether its source has been paused. */
const EVERY_MS = 2_000

/** Thrown when a person paused the source: the run ends before its next call, and its rows are discarded. */
export class PausedError extends Error {
  override name = 'PausedError'
}

/**
 * Returns a check to run before each call, which queries the database at most once every EVERY_MS.
 * @throws {PausedError} from the check, when the source is paused
 */
export function pauseWatch(db: Database, source: Source, now: () => Date): () => Promise<void> {
  let askedAt: number | null = null
  return async () => {
    const time = now().getTime()
    if (askedAt !== null && time - askedAt < EVERY_MS) return
    askedAt = time
    if (await isPaused(db, source)) throw new PausedError(`${source} is paused`)
  }
}

/**
 * Returns a function that reports which sources were paused or resumed since its last call. The first call
 * reports every paused source.
 */
export function pauseNotes(say: (line: string) => void): (db: Database) => Promise<void> {
  let known: readonly Source[] = []
  return async (db) => {
    const paused = (await readPauses(db)).map(({ source }) => source)
    for (const source of paused)
      if (!known.includes(source)) say(t('note.paused', { source: sourceName(source) }))
    for (const source of known)
      if (!paused.includes(source)) say(t('note.resumed', { source: sourceName(source) }))
    known = paused
  }
}

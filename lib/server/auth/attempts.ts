import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { consumeLimit, forgiveLimit, giveBack, type LimitName } from './rate-limits.ts'

/**
 * A limit that an attempt counts against. With `isCleared`, a successful attempt also clears the earlier
 * failures.
 */
export type AttemptLimit = { name: LimitName; key: string; isCleared?: boolean }

/** Attempts of this process that have not settled, by limit and key. */
const underway = new Map<string, Set<Promise<unknown>>>()

/**
 * Runs an attempt to prove something, such as a password or a link, and counts it against the limits only if
 * it fails. An attempt is counted before it starts and given back on success, so that parallel attempts allow
 * no more guesses than sequential ones. If pending attempts have used up a limit, a new attempt waits for
 * them, because all of them may succeed.
 * @param wrongStatus the status of the RequestError that a failed attempt throws; any other error counts
 * nothing
 * @throws the error of the attempt, or a 429 `too_many_requests` after too many failures
 */
export async function limitedAttempt<Result>(
  limits: readonly AttemptLimit[],
  wrongStatus: number,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const taken: AttemptLimit[] = []
  try {
    for (const limit of limits) {
      await take(limit)
      taken.push(limit)
    }
  } catch (error) {
    for (const limit of taken) await giveBack(limit.name, limit.key)
    throw error
  }
  const running = settled(limits, wrongStatus, attempt)
  for (const limit of limits) note(limit, running)
  return running
}

async function settled<Result>(
  limits: readonly AttemptLimit[],
  wrongStatus: number,
  attempt: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await attempt()
    for (const { name, key, isCleared } of limits)
      await (isCleared ? forgiveLimit(name, key) : giveBack(name, key))
    return result
  } catch (error) {
    const isWrong = error instanceof RequestError && error.status === wrongStatus
    // Without the database nothing can be counted. The caller gets the attempt's own error.
    if (!isWrong) for (const { name, key } of limits) await giveBack(name, key).catch(() => {})
    throw error
  }
}

async function take(limit: AttemptLimit): Promise<void> {
  for (;;) {
    const before = attemptsOf(limit)
    try {
      return await consumeLimit(limit.name, limit.key)
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      // The attempts that were pending while this one was counted. One that has settled since may have
      // given its point back already.
      const others = [...before, ...attemptsOf(limit)]
      await giveBack(limit.name, limit.key)
      if (others.length === 0) throw error
      await Promise.race(others.map((one) => one.catch(() => {})))
    }
  }
}

function attemptsOf(limit: AttemptLimit): Promise<unknown>[] {
  return [...(underway.get(idOf(limit)) ?? [])]
}

function note(limit: AttemptLimit, running: Promise<unknown>): void {
  const id = idOf(limit)
  const attempts = underway.get(id) ?? new Set()
  underway.set(id, attempts.add(running))
  const forget = () => {
    attempts.delete(running)
    if (attempts.size === 0) underway.delete(id)
  }
  running.then(forget, forget)
}

function idOf({ name, key }: AttemptLimit): string {
  return `${name} ${key}`
}

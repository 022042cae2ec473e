import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { consumeLimit, forgiveLimit, giveBack, type LimitName } from './rate-limits.ts'

/** A limit that an attempt counts against; `isCleared`: a right attempt forgets the wrong ones before it. */
export type Against = { name: LimitName; key: string; isCleared?: boolean }

/** The attempts of this process that are not over, by limit and key. */
const underway = new Map<string, Set<Promise<unknown>>>()

/**
 * Runs an attempt to prove something, such as a password or a link, and counts it only if it was wrong. It is counted
 * before it begins, so that many at once guess no more often than one after the other, and given back when it was right.
 * Where a limit is reached by attempts that are still under way, it waits for them: they may all be right.
 * @param wrongStatus the status of the RequestError that a wrong attempt throws; any other error counts nothing
 * @throws what the attempt throws; a 429 `too_many_requests` where too many were wrong
 */
export async function limitedAttempt<Result>(
  limits: readonly Against[],
  wrongStatus: number,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const taken: Against[] = []
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
  limits: readonly Against[],
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
    // Where the database is away nobody can count; the attempt's own error is what is told.
    if (!isWrong) for (const { name, key } of limits) await giveBack(name, key).catch(() => {})
    throw error
  }
}

async function take(limit: Against): Promise<void> {
  for (;;) {
    const before = attemptsOf(limit)
    try {
      return await consumeLimit(limit.name, limit.key)
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      // Those that were under way while this one was counted; one that has ended since has made room already.
      const others = [...before, ...attemptsOf(limit)]
      await giveBack(limit.name, limit.key)
      if (others.length === 0) throw error
      await Promise.race(others.map((one) => one.catch(() => {})))
    }
  }
}

function attemptsOf(limit: Against): Promise<unknown>[] {
  return [...(underway.get(idOf(limit)) ?? [])]
}

function note(limit: Against, running: Promise<unknown>): void {
  const id = idOf(limit)
  const attempts = underway.get(id) ?? new Set()
  underway.set(id, attempts.add(running))
  const forget = () => {
    attempts.delete(running)
    if (attempts.size === 0) underway.delete(id)
  }
  running.then(forget, forget)
}

function idOf({ name, key }: Against): string {
  return `${name} ${key}`
}

import 'server-only'

/** Returns numbers from 0 (included) to 1 (excluded), the same sequence for the same key. */
export type Random = () => number

/** Hashes a text to a 32-bit key, the root of every draw in one dataset. */
export function keyOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return scramble(hash)
}

function scramble(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/**
 * Creates the draws for one fact. The key identifies the fact (seed, stream, contract, week …), so a fact
 * never depends on how many others were drawn before.
 */
export function randomOf(...key: readonly number[]): Random {
  let state = key.reduce((hash, part) => scramble(Math.imul(hash, 31) + part + 0x9e3779b9), 0x2545f491)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Draws a whole number from `low` to `high`, both included. */
export function whole(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}

/** Draws one of the choices. The list must not be empty. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  return at(choices, Math.floor(random() * choices.length))
}

/** Returns the entry at `index` modulo the length. The list must not be empty. */
export function at<T>(list: readonly T[], index: number): T {
  const entry = list[index % list.length]
  if (entry === undefined) throw new RangeError('The list is empty.')
  return entry
}

/** Draws an exponential waiting time with the given mean, capped at five times the mean. */
export function waiting(random: Random, mean: number): number {
  return Math.min(-Math.log(1 - random()), 5) * mean
}

import 'server-only'
import type { Database } from '../db/client.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { readFact, writeFact } from './facts.ts'
import type { FilterName, WalkedList } from './lists.ts'

/** Whether a filter can be believed. `reason` is for people. */
export type Trust = { isTrusted: true } | { isTrusted: false; reason: string }

type ProbeFact = { state: 'ok' } | { state: 'ignored'; value: string }

const VALID_MS = 24 * 3_600_000
/** Values that no list can contain. */
const IMPOSSIBLE: Record<FilterName, string> = { currency: 'QZX', funding_source: 'QZXV-7F3A-NO-SUCH-NAME' }

export type ProbeOptions = {
  db: Database
  list: WalkedList
  name: FilterName
  /** The values the filter is going to be used with. */
  values: readonly string[]
  now: () => Date
  signal: AbortSignal
  /** A probe older than this is made again. */
  validMs?: number
  /** When a person asked for the reading (epoch milliseconds): an ignored filter may have been mended since the last probe. */
  askedAt?: number | null
}

/**
 * Tells whether a filter filters: asked for a value that cannot exist, and for parts of a real one, it must give no row.
 * An upstream that refuses such a value is fine. The answer is remembered for a day.
 * Throws UpstreamError where the upstream cannot be asked now.
 */
export async function probeFilter(options: ProbeOptions): Promise<Trust> {
  const { db, list, name, now } = options
  const key = { source: list.source, resource: list.resource, fact: `probe:${name}` }
  const known = await readFact<ProbeFact>(db, key)
  const isDoubted = known?.value.state === 'ignored' && known.at < (options.askedAt ?? 0)
  const isValid = known && now().getTime() - known.at < (options.validMs ?? VALID_MS)
  if (isValid && !isDoubted) return trustOf(name, known.value)
  const found = await ask(options)
  await writeFact(db, key, found, now())
  return trustOf(name, found)
}

function trustOf(name: FilterName, fact: ProbeFact): Trust {
  if (fact.state === 'ok') return { isTrusted: true }
  const reason = `The filter ${name} gives rows for "${fact.value}", which does not exist: it is ignored or matches loosely.`
  return { isTrusted: false, reason }
}

async function ask(options: ProbeOptions): Promise<ProbeFact> {
  const { list, name } = options
  for (const value of [IMPOSSIBLE[name], ...partsOf(options.values)]) {
    const query = { from: null, to: null, filter: { name, value }, limit: 1 }
    try {
      const page = await list.readPage(query, null, { signal: options.signal })
      const hasRows = page.records.length > 0 || page.rejected.length > 0 || (page.count ?? 0) > 0
      if (hasRows) return { state: 'ignored', value }
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }
  return { state: 'ok' }
}

/** The beginning and the end of a real value: a filter that matches parts of names would give its rows for them. */
function partsOf(values: readonly string[]): string[] {
  const value = values.find((candidate) => candidate.length >= 3)
  if (value === undefined) return []
  const parts = [value.slice(1).trim(), value.slice(0, Math.ceil(value.length / 2)).trim()]
  return parts.filter((part) => part !== '' && !values.includes(part))
}

/** True where the upstream says outright that there is no such value, so that no row can have it. */
export function isUnknownValue(error: unknown): boolean {
  return error instanceof UpstreamError && [400, 422].includes(error.status ?? 0)
}

/** True where the upstream answered that it does not accept or know the value. */
export function isRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && [400, 404, 422].includes(error.status ?? 0)
}

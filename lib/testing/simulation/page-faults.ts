import 'server-only'
import type { UpstreamErrorCode } from '#lib/problem-codes.ts'
import type { ListPage } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import type { Random } from './random.ts'
import type { Nature } from './world.ts'

export type PageFault =
  | 'error'
  | 'double'
  | 'drop'
  | 'reorder'
  | 'truncate'
  | 'repeat-token'
  | 'empty-page'
  | 'wrong-count'
  | 'no-count'
  | 'unreadable'

const ALWAYS = { error: 3, double: 2, reorder: 2, 'repeat-token': 1 }
const WITHHELD = { drop: 3, truncate: 2, 'empty-page': 1, unreadable: 1 }
const MISCOUNTED = { 'wrong-count': 3, 'no-count': 1 }

/** Draws the fault of a page, or null. */
export function drawFault(nature: Nature, random: Random): PageFault | null {
  if (!random.chance(nature.faultRate)) return null
  const lies = nature.hasCounts ? nature.lies : 'none'
  return random.weighted<PageFault>({
    ...zero,
    ...ALWAYS,
    ...(lies === 'rows' ? WITHHELD : {}),
    ...(lies === 'counts' ? MISCOUNTED : {}),
  })
}

const zero: Record<PageFault, number> = {
  error: 0,
  double: 0,
  drop: 0,
  reorder: 0,
  truncate: 0,
  'repeat-token': 0,
  'empty-page': 0,
  'wrong-count': 0,
  'no-count': 0,
  unreadable: 0,
}

const ERRORS: readonly { code: UpstreamErrorCode; status?: number }[] = [
  { code: 'unauthorized', status: 401 },
  { code: 'forbidden', status: 403 },
  { code: 'not_found', status: 404 },
  { code: 'rate_limited', status: 429 },
  { code: 'timeout' },
  { code: 'unavailable', status: 503 },
  { code: 'malformed' },
  { code: 'malformed', status: 400 },
  { code: 'too_large' },
  { code: 'blocked' },
]

/** Draws a failed call of any kind in the closed set of errors. */
export function drawError(nature: Nature, random: Random): UpstreamError {
  const { code, status } = random.pick(ERRORS)
  const hint = code === 'rate_limited' && random.chance(0.5) ? { retryAfterSeconds: random.int(1, 300) } : {}
  return new UpstreamError(nature.source, code, 'The source failed.', {
    ...(status === undefined ? {} : { status }),
    ...hint,
  })
}

/**
 * Applies a fault to a page.
 * @param former rows of the page before in this walk.
 */
export function spoil<Row>(
  page: ListPage<Row>,
  fault: PageFault,
  token: string | null,
  former: readonly Row[],
  random: Random,
): ListPage<Row> {
  const { records, count, next } = page
  const at = random.int(0, Math.max(0, records.length - 1))
  switch (fault) {
    case 'double':
      return { ...page, records: [...records, ...[...former, ...records].slice(0, 1)] }
    case 'drop':
      return { ...page, records: records.filter((_, index) => index !== at) }
    case 'reorder':
      return { ...page, records: [...records].reverse() }
    case 'truncate':
      return { ...page, next: null }
    case 'repeat-token':
      return next === null ? page : { ...page, next: token ?? next }
    case 'empty-page':
      return { ...page, records: [], next: next ?? 'keyset:0' }
    case 'wrong-count':
      return { ...page, count: count === null ? null : Math.max(0, count + random.pick([-1, 1, 5])) }
    case 'no-count':
      return { ...page, count: null }
    case 'unreadable':
      return {
        ...page,
        records: records.filter((_, index) => index !== at),
        rejected: records.length > 0 ? [{ reason: 'no id', raw: { note: 1 } }] : [],
      }
    default:
      return page
  }
}

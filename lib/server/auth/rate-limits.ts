import 'server-only'
import { isIPv6 } from 'node:net'
import type { Pool } from 'pg'
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible'
import { printDuration } from '#lib/duration.ts'
import { RequestError } from '#lib/errors.ts'
import { database } from '#lib/server/db/client.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { createStateLog } from '#lib/server/log/state-log.ts'

type Limit = {
  /** How many acts are allowed within `seconds`. */
  points: number
  seconds: number
  /** While the database cannot count: each process counts for itself, or every act is refused. */
  withoutDatabase: 'count here' | 'refuse'
}

const QUARTER_HOUR_S = 15 * 60
const HOUR_S = 60 * 60
const LEASE_S = 60
const RENEW_LEASE_MS = 20_000

const LIMITS = {
  sign_in_account: { points: 5, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  sign_in_address: { points: 20, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  // Counts sign-ins that were started and not finished: a successful one is given back.
  single_sign_on: { points: 100, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  api: { points: 60, seconds: 10, withoutDatabase: 'count here' },
  // Separate from `api`: pages with expired sessions must not block sign-ins from the same office network.
  api_refused: { points: 60, seconds: 10, withoutDatabase: 'count here' },
  access_request: { points: 20, seconds: HOUR_S, withoutDatabase: 'refuse' },
  invitation: { points: 10, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  password_link: { points: 10, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  password_ask_account: { points: 3, seconds: HOUR_S, withoutDatabase: 'refuse' },
  password_ask_address: { points: 30, seconds: HOUR_S, withoutDatabase: 'refuse' },
  // The viewer's pack lock, which is a lease: `seconds` is how long it survives a crashed server.
  pdf_pack: { points: 1, seconds: LEASE_S, withoutDatabase: 'refuse' },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof LIMITS

const countingHere = createStateLog(
  {
    entered: 'the database cannot count requests for rate limits: this server counts its own',
    left: 'the database counts requests for rate limits again, across all servers',
  },
  { level: 'warn' },
)
/** How many acts this process has counted for itself. */
let countedHere = 0

/** Counts in memory while the database cannot. */
class CountingHere extends RateLimiterMemory {
  override consume(...asked: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    countedHere += 1
    countingHere.enter()
    return super.consume(...asked)
  }
}

const limiters = new WeakMap<Pool, Map<LimitName, RateLimiterStoreAbstract>>()

/**
 * Counts one act against a limit that all servers share.
 * @param key the viewer, account or network address that the limit belongs to
 * @throws RequestError 429 `too_many_requests` with the seconds to wait; the database's own error if the
 * database cannot count, for all limits except `api` and `api_refused`
 */
export async function consumeLimit(name: LimitName, key: string): Promise<void> {
  const before = countedHere
  try {
    await limiterOf(database().$client, name).consume(network(key))
    if (countedHere === before) countingHere.leave()
  } catch (refused) {
    if (refused instanceof RateLimiterRes) throw tooMany(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)))
    throw refused
  }
}

/** Takes one act off a limit, because the act turned out to be legitimate. */
export async function giveBack(name: LimitName, key: string): Promise<void> {
  await limiterOf(database().$client, name).reward(network(key), 1)
}

/** Resets a limit, e.g. once a person has proved to own the account. */
export async function forgiveLimit(name: LimitName, key: string): Promise<void> {
  await limiterOf(database().$client, name).delete(network(key))
}

/** A viewer's lock on an operation, of which one viewer may run one at a time. */
export type ViewerLock = { release: () => Promise<void> }

/**
 * Acquires the viewer's lock for an operation, across all servers. The lock is a lease: it lasts until
 * `release` is called, or a minute after this process dies.
 * @param key the viewer who holds the lock
 * @param what the operation's name, for the error message
 * @throws RequestError 429 `one_at_a_time` while the viewer already holds the lock; the database's own error
 * while no lock can be taken
 */
export async function acquireViewerLock(name: 'pdf_pack', key: string, what: string): Promise<ViewerLock> {
  const limiter = limiterOf(database().$client, name)
  await limiter.consume(key).catch((refused: unknown) => {
    throw refused instanceof RateLimiterRes ? notYet(what, refused.msBeforeNext) : refused
  })
  let renewing: Promise<unknown> = Promise.resolve()
  const renew = () => {
    renewing = limiter.set(key, LIMITS[name].points, LEASE_S).catch(noteFault)
  }
  const timer = setInterval(renew, RENEW_LEASE_MS).unref()
  return {
    release: async () => {
      clearInterval(timer)
      await renewing
      await limiter.delete(key).catch(noteFault)
    },
  }
}

function notYet(what: string, waitMs: number): RequestError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const detail = `One ${what} at a time: another one of yours is being made. Cancel it, or wait until it is there.`
  return new RequestError(429, 'one_at_a_time', detail, { retryAfterSeconds: seconds })
}

/** Logs the fault only: without the database the lease expires by itself. */
function noteFault(error: unknown): void {
  logger().error(errorFields(error), "a viewer's lock could not be renewed or released")
}

function limiterOf(pool: Pool, name: LimitName): RateLimiterStoreAbstract {
  const ofPool = limiters.get(pool) ?? new Map<LimitName, RateLimiterStoreAbstract>()
  limiters.set(pool, ofPool)
  const known = ofPool.get(name)
  if (known) return known
  const { points, seconds, withoutDatabase }: Limit = LIMITS[name]
  const made = new RateLimiterPostgres({
    storeClient: pool,
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: seconds,
    clearExpiredByTimeout: withoutDatabase === 'count here',
    ...(withoutDatabase === 'count here' && {
      // A blocked key costs no statement until its time is over.
      inMemoryBlockOnConsumed: points,
      insuranceLimiter: new CountingHere({ keyPrefix: name, points, duration: seconds }),
    }),
  })
  ofPool.set(name, made)
  return made
}

/**
 * Returns the first four groups of an IPv6 address as the key, because one user controls a whole /64 network.
 */
function network(key: string): string {
  if (!isIPv6(key)) return key
  const [head = '', tail] = key.toLowerCase().split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length)
  return [...groups, ...Array<string>(zeros).fill('0'), ...rest].slice(0, 4).join(':')
}

function tooMany(seconds: number): RequestError {
  const detail = `Too much at once. Please try again in ${printDuration(seconds)}.`
  return new RequestError(429, 'too_many_requests', detail, {
    values: { seconds },
    retryAfterSeconds: seconds,
  })
}

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
  /** How often within how many seconds. */
  points: number
  seconds: number
  /** What holds while the database cannot count: each process counts for itself, or nobody gets in. */
  withoutDatabase: 'count here' | 'refuse'
}

const QUARTER_HOUR_S = 15 * 60
const HOUR_S = 60 * 60
const TURN_S = 60
const RENEW_TURN_MS = 20_000

const LIMITS = {
  sign_in_account: { points: 5, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  sign_in_address: { points: 20, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  // Sign-ins that were begun and not ended: those that succeed are given back.
  single_sign_on: { points: 100, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  api: { points: 60, seconds: 10, withoutDatabase: 'count here' },
  // Apart from `api`: pages whose sessions have ended must not keep their office from signing in.
  api_refused: { points: 60, seconds: 10, withoutDatabase: 'count here' },
  access_request: { points: 20, seconds: HOUR_S, withoutDatabase: 'refuse' },
  invitation: { points: 10, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  password_link: { points: 10, seconds: QUARTER_HOUR_S, withoutDatabase: 'refuse' },
  password_ask_account: { points: 3, seconds: HOUR_S, withoutDatabase: 'refuse' },
  password_ask_address: { points: 30, seconds: HOUR_S, withoutDatabase: 'refuse' },
  // Held while it lasts and given back: the time is that after which a server that died no longer holds it.
  pdf_pack: { points: 1, seconds: TURN_S, withoutDatabase: 'refuse' },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof LIMITS

const countingHere = createStateLog(
  {
    entered: 'the database cannot count calls: this server counts for itself',
    left: 'the database counts calls again, for all servers together',
  },
  { level: 'warn' },
)
/** How often this process counted for itself. */
let countedHere = 0

/** Counts where the database cannot. */
class CountingHere extends RateLimiterMemory {
  override consume(...asked: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    countedHere += 1
    countingHere.enter()
    return super.consume(...asked)
  }
}

const limiters = new WeakMap<Pool, Map<LimitName, RateLimiterStoreAbstract>>()

/**
 * Counts one act against a limit that all servers share. In: the limit, and whose it is: a viewer, an account or a network
 * address. Throws a 429 `too_many_requests` that says when to come back, or, for whatever guards people's accounts, the
 * database's own error while nobody can count.
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

/** Takes one act off a limit, because it turned out to be right. */
export async function giveBack(name: LimitName, key: string): Promise<void> {
  await limiterOf(database().$client, name).reward(network(key), 1)
}

/** Lets a limit count anew, e.g. once somebody has proved to be the owner of an account. */
export async function forgiveLimit(name: LimitName, key: string): Promise<void> {
  await limiterOf(database().$client, name).delete(network(key))
}

/** One's turn at something that only one at a time may do. */
export type Turn = { end: () => Promise<void> }

/**
 * Takes the one turn that a viewer has, on whichever server; it lasts until it is ended, or a minute after this process
 * died. In: whose it is. Throws a 429 `one_at_a_time` while another one lasts, the database's own error while none can be taken.
 */
export async function takeTurn(name: 'pdf_pack', key: string, what: string): Promise<Turn> {
  const limiter = limiterOf(database().$client, name)
  await limiter.consume(key).catch((refused: unknown) => {
    throw refused instanceof RateLimiterRes ? notYet(what, refused.msBeforeNext) : refused
  })
  let renewing: Promise<unknown> = Promise.resolve()
  const renew = () => {
    renewing = limiter.set(key, LIMITS[name].points, TURN_S).catch(noteFault)
  }
  const timer = setInterval(renew, RENEW_TURN_MS).unref()
  return {
    end: async () => {
      clearInterval(timer)
      await renewing
      await limiter.delete(key).catch(noteFault)
    },
  }
}

function notYet(what: string, waitMs: number): RequestError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const detail = `One ${what} at a time: another one of yours is being made. Cancel it, or wait until it is there.`
  return new RequestError(429, 'one_at_a_time', detail, [], seconds)
}

/** Where the database is away the turn ends by itself. */
function noteFault(error: unknown): void {
  logger().error(errorFields(error), 'a turn cannot be renewed or given back')
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
      // Whoever is refused costs no statement until the time is over.
      inMemoryBlockOnConsumed: points,
      insuranceLimiter: new CountingHere({ keyPrefix: name, points, duration: seconds }),
    }),
  })
  ofPool.set(name, made)
  return made
}

/** Who has one IPv6 address has a whole network of them: its first four groups stand for all. */
function network(key: string): string {
  if (!isIPv6(key)) return key
  const [head = '', tail] = key.toLowerCase().split('::')
  const groups = head.split(':').filter(Boolean)
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length)
  return [...groups, ...Array<string>(zeros).fill('0'), ...rest].slice(0, 4).join(':')
}

function tooMany(seconds: number): RequestError {
  return new RequestError(
    429,
    'too_many_requests',
    `Too much at once. Please try again in ${printDuration(seconds)}.`,
    [],
    seconds,
  )
}

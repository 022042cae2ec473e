import 'server-only'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { RequestError } from '#lib/errors.ts'
import { database } from '../db/client.ts'

const MINUTE = 60

/** How often something may be done, per key; counted in the database, so that all servers share the count. */
const LIMITS = {
  sign_in_account: { points: 5, seconds: 15 * MINUTE },
  sign_in_address: { points: 20, seconds: 15 * MINUTE },
  access_request: { points: 5, seconds: 60 * MINUTE },
  invitation: { points: 10, seconds: 15 * MINUTE },
} as const
export type LimitName = keyof typeof LIMITS

/** Counts one use. In: the limit, and whose use it is. Throws a 429 with the seconds to wait where it was one too many. */
export async function consumeLimit(name: LimitName, key: string): Promise<void> {
  const { points, seconds } = LIMITS[name]
  const limiter = new RateLimiterPostgres({
    storeClient: database().$client,
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points,
    duration: seconds,
  })
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    const waitSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
    const wait =
      waitSeconds > MINUTE ? `${Math.ceil(waitSeconds / MINUTE)} minutes` : `${waitSeconds} seconds`
    throw new RequestError(
      429,
      'too_many_requests',
      `Too many attempts. Try again in ${wait}.`,
      [],
      waitSeconds,
    )
  }
}

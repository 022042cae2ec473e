import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as periods from '#app/api/billing-periods/route.ts'
import * as live from '#app/api/health/live/route.ts'
import * as openApi from '#app/api/openapi.json/route.ts'
import { RequestError } from '#lib/errors.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import { openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { forgetLimits } from '#lib/testing/limits.ts'
import { logLines } from '#lib/testing/log-lines.ts'
import { signedInAs } from '#lib/testing/people.ts'
import { clientAddress } from './address.ts'
import { limitedAttempt } from './attempts.ts'
import { consumeLimit, type LimitName } from './rate-limits.ts'

const shared = processWide<Database>('furrowDatabase')
let own: TestDatabase
/** A second pool stands for a second server on the same database, because limits are kept per pool. */
let second: Database
beforeAll(async () => {
  own = await openTestDatabase()
  second = openDatabase(own.url)
})
afterAll(async () => {
  await second.$client.end()
  await own.drop()
})
beforeEach(async () => {
  shared.value = own.db
  await forgetLimits()
})

let unique = 0
/** Returns an unused key, because a process remembers a blocked key beyond the end of a test. */
const freshKey = () => {
  unique += 1
  return `key-${unique}`
}

async function outcome(server: Database, name: LimitName, key: string): Promise<string> {
  shared.value = server
  return consumeLimit(name, key).then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof RequestError) return `${error.status} ${error.code}`
      throw error
    },
  )
}

describe('limits shared by all servers', () => {
  test.each([
    ['sign_in_account', 5],
    ['sign_in_address', 20],
    ['single_sign_on', 100],
    ['access_request', 20],
    ['invitation', 10],
    ['password_link', 10],
    ['password_ask_account', 3],
    ['password_ask_address', 30],
    ['api', 60],
  ] as const)('%s: %i acts in all, then a 429, whichever server is asked', async (name, points) => {
    const key = freshKey()
    const answers: string[] = []
    for (let act = 0; act < points + 10; act += 1)
      answers.push(await outcome(act % 2 ? second : own.db, name, key))
    expect(answers.slice(0, points)).toEqual(Array(points).fill('ok'))
    expect(new Set(answers.slice(points))).toEqual(new Set(['429 too_many_requests']))
    expect(await outcome(second, name, freshKey())).toBe('ok')
    console.info(`${name}: ${answers.length} acts over 2 servers, ${answers.length - points} refused`)
  })

  test('let exactly 60 of 200 simultaneous acts through over two servers', async () => {
    const key = freshKey()
    const acts = Array.from({ length: 200 }, (_, act) => outcome(act % 2 ? second : own.db, 'api', key))
    expect((await Promise.all(acts)).filter((answer) => answer === 'ok')).toHaveLength(60)
  })

  test('spend one statement on an API call and none on a refused one', async () => {
    const key = freshKey()
    const statements: unknown[] = []
    const spy = new Proxy(own.db.$client, {
      get: (pool, name) => {
        if (name !== 'query') return Reflect.get(pool, name)
        return (statement: { text: string }) => {
          statements.push(statement)
          return pool.query(statement)
        }
      },
    })
    const counted = Object.assign(Object.create(own.db), { $client: spy }) as Database
    for (let act = 0; act < 70; act += 1) await outcome(counted, 'api', key)
    expect(statements).toHaveLength(60)
  })

  test('count an IPv6 network as one address and each IPv4 address on its own', async () => {
    for (let act = 0; act < 20; act += 1) await outcome(own.db, 'access_request', `2001:db8:1:2::${act + 1}`)
    expect(await outcome(own.db, 'access_request', '2001:db8:1:2:ffff::9')).toBe('429 too_many_requests')
    expect(await outcome(own.db, 'access_request', '2001:db8:1:3::1')).toBe('ok')
  })
})

describe('an attempt', () => {
  const wrong = () => Promise.reject(new RequestError(401, 'sign_in_refused', 'This is wrong.'))
  const statusOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 200,
      ({ status }: { status?: number }) => status,
    )
  const against = (key: string) => [{ name: 'sign_in_address', key }] as const

  test('counts only if it fails, however many succeed in sequence or in parallel', async () => {
    const key = freshKey()
    const right = () => statusOf(limitedAttempt(against(key), 401, async () => 'right'))
    for (let act = 0; act < 25; act += 1) expect(await right()).toBe(200)
    expect(await Promise.all(Array.from({ length: 25 }, right))).toEqual(Array(25).fill(200))
    const other = new RequestError(400, 'invalid_parameter', 'This is another mistake.')
    for (let act = 0; act < 25; act += 1)
      expect(await statusOf(limitedAttempt(against(key), 401, () => Promise.reject(other)))).toBe(400)
    const guesses = []
    for (let act = 0; act < 21; act += 1)
      guesses.push(await statusOf(limitedAttempt(against(key), 401, wrong)))
    expect(guesses).toEqual([...Array(20).fill(401), 429])
    expect(await right()).toBe(429)
  })

  test('allows no more wrong guesses in parallel over two servers than in sequence', async () => {
    const key = freshKey()
    const guesses = Array.from({ length: 40 }, (_, act) => {
      shared.value = act % 2 ? second : own.db
      return statusOf(limitedAttempt(against(key), 401, wrong))
    })
    const statuses = await Promise.all(guesses)
    expect(statuses.filter((status) => status === 401)).toHaveLength(20)
  })
})

describe('while the database cannot count', () => {
  test('refuses sign-ins, and lets each server count the calls of signed-in viewers for itself', async () => {
    const down = openDatabase('postgres://nobody@127.0.0.1:1/none')
    try {
      shared.value = down
      await expect(consumeLimit('sign_in_account', freshKey())).rejects.toThrow(/ECONNREFUSED/)
      await expect(consumeLimit('invitation', freshKey())).rejects.toThrow(/ECONNREFUSED/)
      const key = freshKey()
      const answers: string[] = []
      for (let act = 0; act < 62; act += 1) answers.push(await outcome(down, 'api', key))
      expect(answers.filter((answer) => answer === 'ok')).toHaveLength(60)
    } finally {
      await down.$client.end()
      await outcome(own.db, 'api', freshKey())
    }
  })
})

test('logs once that a server counts for itself, and once that the database counts again', async () => {
  const lines = logLines()
  const down = openDatabase('postgres://nobody@127.0.0.1:1/none')
  const key = freshKey()
  for (let act = 0; act < 3; act += 1) expect(await outcome(down, 'api', key)).toBe('ok')
  await down.$client.end()
  for (let act = 0; act < 2; act += 1) expect(await outcome(own.db, 'api', key)).toBe('ok')
  expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    'warn the database cannot count requests for rate limits: this server counts its own',
    'info the database counts requests for rate limits again, across all servers',
  ])
})

describe('the API', () => {
  const at = 'http://localhost:3000'
  const get = (
    handlers: { GET: (request: Request) => Promise<Response> },
    path: string,
    headers: Record<string, string>,
  ) => handlers.GET(new Request(at + path, { headers }))
  const from = (address: string) => ({ 'x-furrow-address': address })

  test('answers 60 calls in 10 seconds, then says in words and in a header when to come back', async () => {
    const cookie = await signedInAs(operator, own.db)
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => get(periods, '/api/billing-periods?limit=1', { cookie })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60)
    const refused = answers.find(({ status }) => status === 429)
    const wait = Number(refused?.headers.get('retry-after'))
    expect(wait).toBeGreaterThanOrEqual(1)
    expect(wait).toBeLessThanOrEqual(10)
    expect(await refused?.json()).toMatchObject({
      code: 'too_many_requests',
      retryable: true,
      detail: expect.stringMatching(/^Too much at once\. Please try again in (a second|\d+ seconds)\.$/),
    })
  })

  test('counts callers without a session by address, and never counts health checks', async () => {
    const open = await Promise.all(
      Array.from({ length: 65 }, () => get(openApi, '/api/openapi.json', from('10.1.1.2'))),
    )
    expect(open.filter(({ status }) => status === 429)).toHaveLength(5)
    expect((await get(openApi, '/api/openapi.json', from('10.1.1.3'))).status).toBe(200)
    const health = await Promise.all(
      Array.from({ length: 200 }, () => get(live, '/api/health/live', from('10.1.1.2'))),
    )
    expect(health.every(({ status }) => status === 200)).toBe(true)
  })
})

describe('the address of a request', () => {
  const addressOf = (headers: Record<string, string>) => clientAddress({ headers: new Headers(headers) })

  test('is the socket’s remote address, whatever the client claims in headers', () => {
    const claims = { 'x-forwarded-for': '1.1.1.1', 'x-real-ip': '1.1.1.1', forwarded: 'for=1.1.1.1' }
    expect(addressOf({ ...claims, 'x-furrow-address': '10.0.0.7' })).toBe('10.0.0.7')
    expect(addressOf({ ...claims, 'x-furrow-address': '::ffff:10.0.0.7' })).toBe('10.0.0.7')
    expect(addressOf(claims)).toBe('unknown')
  })
})

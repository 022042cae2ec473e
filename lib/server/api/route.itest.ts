import { Writable } from 'node:stream'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as unknown from '#app/api/[[...path]]/route.ts'
import * as exportAudit from '#app/api/admin/audit/export/route.ts'
import * as exportPeriods from '#app/api/billing-periods/export/route.ts'
import * as periods from '#app/api/billing-periods/route.ts'
import * as weekly from '#app/api/collections/weekly/route.ts'
import * as options from '#app/api/filter-options/route.ts'
import * as ready from '#app/api/health/ready/route.ts'
import * as invoices from '#app/api/invoices/route.ts'
import type { Problem } from '#lib/errors.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { problemSchema } from '#lib/server/http/problem-schema.ts'
import { admin, ask, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'

const five = Array.from({ length: 5 }, (_, at) =>
  period(`${at}`, { currency: 'NGN', amount: '1', startDate: '2026-03-02' }),
)

let own: TestDatabase
let lines: string[] = []
beforeAll(async () => {
  own = await openTestDatabase()
  const into = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  const shared = processWide<pino.Logger>('furrowLogger')
  shared.value = pino({ base: null }, into)
  await putPeriods(own.db, five)
})
beforeEach(() => {
  lines = []
})
afterAll(() => own.drop())

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = problemSchema.parse(await response.json())
  expect(problem.status).toBe(response.status)
  expect(problem.requestId).toBe(response.headers.get('x-request-id'))
  return problem
}

const at = (query: Record<string, string> | string) => `?${new URLSearchParams(query)}`

describe('every invalid input is a 400 that names the parameter', () => {
  const wrong: [string, typeof periods, string, string][] = [
    ...['0', '-1', '1e9', '1e999', 'NaN', '0x10', '10 ', '201', '', '٣'].map(
      (value): [string, typeof periods, string, string] => [
        `limit=${value}`,
        periods,
        `/api/billing-periods${at({ limit: value })}`,
        'limit',
      ],
    ),
    ['a repeated limit', periods, '/api/billing-periods?limit=10&limit=9999', 'limit'],
    ['a parameter with brackets', periods, '/api/billing-periods?status[]=DRAFT', 'status[]'],
    ['__proto__ in brackets', periods, '/api/billing-periods?status[__proto__]=x', 'status[__proto__]'],
    ['a parameter named __proto__', periods, '/api/billing-periods?__proto__=x', '__proto__'],
    ...['2026-13-45', '0000-00-00', '275760-09-13', '2026-02-30', '1767225600000', '٢٠٢٦-٠١-٠١', ''].flatMap(
      (value): [string, typeof periods, string, string][] => [
        [`a list from ${value}`, periods, `/api/billing-periods${at({ start_from: value })}`, 'start_from'],
        [`a chart from ${value}`, weekly, `/api/collections/weekly${at({ from: value })}`, 'from'],
      ],
    ),
    ...['amount;drop', 'constructor', 'api_key', 'raw', ''].map(
      (value): [string, typeof periods, string, string] => [
        `sort=${value}`,
        periods,
        `/api/billing-periods${at({ sort: value })}`,
        'sort',
      ],
    ),
    ['a long search', periods, `/api/billing-periods${at({ search: 'x'.repeat(101) })}`, 'search'],
    ['a NUL in the search', periods, '/api/billing-periods?search=a%00b', 'search'],
    [
      'a search of many percent signs',
      periods,
      `/api/billing-periods${at({ search: '%'.repeat(5000) })}`,
      'search',
    ],
    [
      'a day range that ends before it begins',
      weekly,
      '/api/collections/weekly?from=2026-02-02&to=2026-02-01',
      'to',
    ],
    ['an unknown status', periods, '/api/billing-periods?status=LATE', 'status'],
    ['an unknown parameter', weekly, '/api/collections/weekly?week=1', 'week'],
    ['invoices without a source', invoices, '/api/invoices', 'source'],
    ['an unknown source', invoices, '/api/invoices?source=stripe', 'source'],
    ['filter choices without a list', options, '/api/filter-options', 'list'],
    ['filter choices of invoices without a source', options, '/api/filter-options?list=invoices', 'source'],
    [
      'filter choices of periods of another source',
      options,
      '/api/filter-options?list=billing-periods&source=payment-links',
      'source',
    ],
    ['an unknown format', exportPeriods, '/api/billing-periods/export?format=pdf', 'format'],
  ]
  test.each(wrong)('%s', async (_name, handlers, path, param) => {
    const response = await ask(handlers, path)
    expect(response.status).toBe(400)
    const problem = await problemOf(response)
    expect(problem.code).toBe('invalid_parameter')
    expect(problem.param).toBe(param)
    expect(problem.errors?.map((error) => error.param)).toContain(param)
  })

  test('names all faults of one request at once', async () => {
    const problem = await problemOf(await ask(periods, '/api/billing-periods?limit=0&nonsense=1&start_to=x'))
    expect(problem.errors?.map((error) => error.param).sort()).toEqual(['limit', 'nonsense', 'start_to'])
  })
  test('reads the query from the HTTP server where Next has removed parameters from the URL', async () => {
    const sent = { headers: { 'x-furrow-query': '__proto__=1&nxtPid=2&limit=10' } }
    const problem = await problemOf(await ask(periods, '/api/billing-periods?limit=10', sent))
    expect(problem.errors?.map((error) => error.param)).toEqual(['__proto__', 'nxtPid'])
    const empty = await ask(periods, '/api/billing-periods', { headers: { 'x-furrow-query': '' } })
    expect(empty.status).toBe(200)
  })

  test.each([
    ['payment-links', 'due_from=2026-01-01', ['due_from']],
    ['hello-tractor', 'customer=A&site=B', ['customer', 'site']],
    ['client-invoices', 'currency=NGN&state=paid', ['currency', 'state']],
    ['client-invoices', 'sort=amount&currency=NGN', ['currency', 'sort']],
  ])('refuses a filter or an order that %s lacks by name: %s', async (source, query, params) => {
    const problem = await problemOf(await ask(invoices, `/api/invoices?source=${source}&${query}`))
    expect([problem.status, problem.code]).toEqual([400, 'filter_not_supported'])
    expect(problem.errors?.map((error) => error.param).sort()).toEqual(params)
  })

  test.each(['', '&currency=NGN&currency=KES'])(
    'refuses to sort amounts across currencies%s',
    async (query) => {
      const problem = await problemOf(await ask(periods, `/api/billing-periods?sort=-amount${query}`))
      expect([problem.status, problem.code, problem.param]).toEqual([400, 'sort_needs_currency', 'sort'])
    },
  )

  test('refuses a report in a format that it does not come in', async () => {
    const problem = await problemOf(
      await ask(exportAudit, '/api/admin/audit/export?format=xlsx', { as: admin }),
    )
    expect([problem.status, problem.code, problem.param]).toEqual([400, 'format_not_supported', 'format'])
  })
})

describe('a cursor is valid only for the list it was made for', () => {
  const list = async (query: string) => (await ask(periods, `/api/billing-periods?${query}`)).json()

  test('leads to the next page', async () => {
    const first = await list('limit=2')
    const second = await list(`limit=3&cursor=${first.nextCursor}`)
    expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual(['4', '3', '2', '1', '0'])
    expect(second.nextCursor).toBeNull()
  })

  test('works with the longest possible text', async () => {
    const contract = '𝒳'.repeat(1000)
    await putPeriods(own.db, [period('a', { contract }), period('b', { contract })])
    const first = await list('sort=contract&limit=1')
    const second = await list(`sort=contract&limit=1&cursor=${first.nextCursor}`)
    expect([first.rows[0].id, second.rows[0].id]).toEqual(['a', 'b'])
    await putPeriods(own.db, five)
  })

  test.each([
    ['truncated', (cursor: string) => `limit=2&cursor=${cursor.slice(0, -2)}`],
    ['without its signature', (cursor: string) => `limit=2&cursor=${cursor.split('.')[0]}`],
    [
      'with a flipped letter',
      (cursor: string) => `cursor=${cursor.startsWith('W') ? 'X' : 'W'}${cursor.slice(1)}`,
    ],
    ['with a third part', (cursor: string) => `cursor=${cursor}.x`],
    ['of another filter', (cursor: string) => `currency=NGN&cursor=${cursor}`],
    ['of another order', (cursor: string) => `sort=start_date&cursor=${cursor}`],
    ['of 64 KB', () => `cursor=${'a'.repeat(65_536)}`],
    ['that is empty', () => 'cursor='],
    ['that consists of dots', () => 'cursor=...'],
  ])('%s is a 400', async (_name, change) => {
    const { nextCursor } = await list('limit=2')
    const problem = await problemOf(await ask(periods, `/api/billing-periods?${change(nextCursor)}`))
    expect([problem.status, problem.param]).toEqual([400, 'cursor'])
  })
})

describe('methods', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS'] as const)(
    '%s is a 405 that lists the offered methods',
    async (method) => {
      const response = await ask(periods, '/api/billing-periods', { method })
      expect(response.headers.get('allow')).toBe('GET, HEAD')
      expect((await problemOf(response)).code).toBe('method_not_allowed')
    },
  )
  test('HEAD answers as GET without a body from the mirror, and is a 405 for streams', async () => {
    const head = await ask(periods, '/api/billing-periods', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const streamed = await ask(exportPeriods, '/api/billing-periods/export', { method: 'HEAD' })
    expect([streamed.status, streamed.headers.get('allow')]).toEqual([405, 'GET'])
  })
})

describe('cross-site requests', () => {
  const status = async (headers: Record<string, string>) =>
    (await ask(periods, '/api/billing-periods', { headers: { host: 'localhost:3000', ...headers } })).status

  test.each([
    [{}, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }, 200],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'http://localhost:3001' }, 403],
  ])('%o gets %i', async (headers, expected) => {
    expect(await status(headers)).toBe(expected)
  })
})

describe('responses', () => {
  test('carry a request id, are never sniffed, and are a 304 for their own tag alone', async () => {
    const first = await ask(periods, '/api/billing-periods?limit=1')
    expect(first.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    expect(first.headers.get('x-content-type-options')).toBe('nosniff')
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    // No other site's script may read any response.
    expect([...first.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    const etag = first.headers.get('etag') ?? ''
    const again = (tag: string, path = '/api/billing-periods?limit=1') =>
      ask(periods, path, { headers: { 'if-none-match': tag } })
    const unchanged = await again(`"x", ${etag}`)
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
    expect((await again(etag, '/api/billing-periods?limit=2')).status).toBe(200)
    expect((await again('*')).status).toBe(200)
    expect((await again('"'.repeat(65_536))).status).toBe(200)
    await putPeriods(own.db, [period('9', { currency: 'NGN', amount: '2' })])
    expect((await again(etag)).status).toBe(200)
  })

  test('an unknown path is a 404 problem for every method', async () => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      expect((await problemOf(await ask(unknown, '/api/nothing/here', { method }))).code).toBe(
        'no_such_route',
      )
    }
  })

  test('the log has one line a request, without query, URL or forged lines', async () => {
    await ask(periods, '/api/billing-periods?search=canary-7f3a', {
      headers: { 'user-agent': '\u001b[31m canary-7f3a', authorization: 'Bearer canary-7f3a' },
    })
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      route: '/api/billing-periods',
      status: 200,
      method: 'GET',
    })
    expect(lines.join()).not.toContain('canary')
  })
})

describe('when the database fails', () => {
  const shared = processWide<TestDatabase['db']>('furrowDatabase')

  test('F34 an unreachable one is a retryable 503 without details', async () => {
    const web = shared.value
    shared.value = openDatabase('postgres://nobody:canary-secret@127.0.0.1:1/none')
    try {
      for (const [handlers, path] of [
        [periods, '/api/billing-periods'],
        [ready, '/api/health/ready'],
        [exportPeriods, '/api/billing-periods/export'],
      ] as const) {
        const response = await ask(handlers, path)
        expect(response.headers.get('retry-after')).toBe('2')
        const problem = await problemOf(response)
        expect([problem.status, problem.code, problem.retryable]).toEqual([503, 'database_unavailable', true])
        expect(JSON.stringify(problem)).not.toMatch(/canary|127\.0\.0\.1|ECONN/)
      }
      expect(lines.join()).not.toContain('canary-secret')
    } finally {
      await shared.value.$client.end()
      shared.value = web
    }
  })

  test('F37 a statement that exceeds its time limit is a 503 with Retry-After 2', async () => {
    await own.db.execute('alter table billing_period rename to hidden')
    await own.db.execute('create view billing_period as select hidden.* from hidden, pg_sleep(10)')
    await own.db.execute('grant select on billing_period to public')
    try {
      const response = await ask(periods, '/api/billing-periods')
      expect(response.headers.get('retry-after')).toBe('2')
      expect((await problemOf(response)).code).toBe('busy')
    } finally {
      await own.db.execute('drop view billing_period')
      await own.db.execute('alter table hidden rename to billing_period')
    }
  })

  test('any other error is a 500 without details, and its log line omits the search text', async () => {
    await own.db.execute('alter table billing_period rename to hidden')
    try {
      const problem = await problemOf(await ask(periods, '/api/billing-periods?search=canary-7f3a'))
      expect([problem.status, problem.code]).toEqual([500, 'internal_error'])
      expect(JSON.stringify(problem)).not.toMatch(/canary|select|billing_period|relation/)
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: problem.requestId, status: 500 })
      expect(lines.join()).not.toContain('canary')
      expect(lines.join()).toContain('42P01')
    } finally {
      await own.db.execute('alter table hidden rename to billing_period')
    }
  })

  test('the server is ready once the schema exists', async () => {
    expect(await (await ask(ready, '/api/health/ready')).json()).toEqual({ status: 'ok' })
    await own.db.execute('alter table drizzle.__drizzle_migrations rename to gone')
    try {
      expect((await problemOf(await ask(ready, '/api/health/ready'))).code).toBe('not_ready')
    } finally {
      await own.db.execute('alter table drizzle.gone rename to __drizzle_migrations')
    }
  })
})

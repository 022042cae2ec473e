import { expect, test, vi } from 'vitest'
import { RequestError } from '#lib/errors.ts'
import { refuseCrossSite } from './same-origin.ts'

/** `c` means allowed with a cookie, `b` means allowed with a bearer key and no cookie. */
const TABLE: Readonly<Record<string, string>> = {
  // No Sec-Fetch-Site: an old browser, or a client that is not a browser.
  'GET absent absent': 'cb',
  'GET absent own': 'cb',
  'GET absent foreign': '',
  'POST absent absent': 'b',
  'POST absent own': 'cb',
  'POST absent foreign': '',
  // Furrow's own pages.
  'GET same-origin absent': 'cb',
  'GET same-origin own': 'cb',
  'GET same-origin foreign': '',
  'POST same-origin absent': 'cb',
  'POST same-origin own': 'cb',
  'POST same-origin foreign': '',
  // A navigation by the person: a typed URL or a bookmark.
  'GET none absent': 'cb',
  'GET none own': 'cb',
  'GET none foreign': '',
  'POST none absent': '',
  'POST none own': '',
  'POST none foreign': '',
  // Another site's page, whatever its Origin.
  'GET cross-site absent': '',
  'GET cross-site own': '',
  'GET cross-site foreign': '',
  'POST cross-site absent': '',
  'POST cross-site own': '',
  'POST cross-site foreign': '',
}

const ORIGINS: Readonly<Record<string, string>> = {
  own: 'http://localhost:3000',
  foreign: 'https://evil.example',
}
const CREDENTIALS = [
  ['c', { cookie: 'session=1' }],
  ['b', { authorization: 'Bearer key' }],
] as const

const rows = Object.entries(TABLE).flatMap(([row, passing]) => {
  const [method = '', site = '', origin = ''] = row.split(' ')
  return CREDENTIALS.map(([name, credential]) => {
    const headers = {
      host: 'localhost:3000',
      ...credential,
      ...(site === 'absent' ? {} : { 'sec-fetch-site': site }),
      ...(origin === 'absent' ? {} : { origin: ORIGINS[origin] ?? '' }),
    }
    return {
      row: `${row} ${name === 'c' ? 'cookie' : 'bearer'}`,
      method,
      headers,
      passes: passing.includes(name),
    }
  })
})

function isLetThrough(method: string, headers: Record<string, string>): boolean {
  try {
    refuseCrossSite(new Request('http://localhost:3000/api/x', { method, headers }))
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ status: 403, code: 'cross_site' })
    return false
  }
}

test('the table has its 48 rows', () => {
  console.info(`cross-site truth table: ${rows.length} rows`)
  expect(new Set(rows.map(({ row }) => row)).size).toBe(48)
})

test.each(rows)('$row: $passes', ({ method, headers, passes }) => {
  expect(isLetThrough(method, headers)).toBe(passes)
})

test.each(['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  '%s follows the rows of its kind, safe or unsafe',
  (method) => {
    const isSafe = method === 'HEAD'
    expect(isLetThrough(method, { host: 'localhost:3000', cookie: 'session=1' })).toBe(isSafe)
    expect(isLetThrough(method, { host: 'localhost:3000', authorization: 'Bearer key' })).toBe(true)
  },
)

test.each(['null', 'http://localhost:3001', 'http://localhost:3000.evil.example', 'file://', 'evil', ''])(
  'refuses the origin %j',
  (origin) => {
    expect(isLetThrough('GET', { host: 'localhost:3000', origin })).toBe(false)
  },
)

test('a page of the same host over plain http is another site if the public URL is https', async () => {
  process.env.APP_URL = 'https://furrow.example'
  vi.resetModules()
  const { refuseCrossSite: refuse } = await import('./same-origin.ts')
  const isRefused = (host: string, origin: string) => {
    try {
      refuse(new Request('http://localhost:3000/api/x', { headers: { host, origin } }))
      return false
    } catch {
      return true
    }
  }
  expect(isRefused('furrow.example', 'https://furrow.example')).toBe(false)
  expect(isRefused('furrow.example', 'http://furrow.example')).toBe(true)
  expect(isRefused('furrow.example', 'https://furrow.example:8443')).toBe(true)
  // A person at the machine itself, who bypasses the https proxy.
  expect(isRefused('localhost:3000', 'http://localhost:3000')).toBe(false)
  expect(isRefused('localhost:3000', 'https://localhost:3000')).toBe(true)
  delete process.env.APP_URL
})

import { readAnswers, sendRaw } from '#bin/http-server/testing.ts'
import { addresses } from '#e2e/support/addresses.ts'
import { fetchWithRetry } from '#e2e/support/retry-after.ts'
import { expect, test } from '#e2e/support/test.ts'

type Parameter = { name: string; in: 'path' | 'query' }
type Document = { paths: Record<string, Record<string, { parameters: Parameter[] }>> }

/**
 * Values that commonly break parsers: sizes, other alphabets, injections, prototype names, broken encodings.
 */
const VALUES = [
  ...[
    '',
    '%00',
    '%ff%fe',
    '%',
    '%2e%2e%2f%2e%2e%2fadmin',
    '..%2f',
    '__proto__',
    'constructor',
    '-1',
    '0x10',
    '1e999',
  ],
  ...['9223372036854775808', 'NaN', '2026-02-30', '%D9%A3', "'%20OR%201%3D1--", '%3BCOPY%20x', '$1', '%5C'],
  ...[
    '%25'.repeat(90),
    '(a%2B)%2B$',
    '%ED%A0%80',
    '%E2%80%AE',
    'e%CC%81'.repeat(400),
    'x'.repeat(6_000),
    '*',
  ],
  ...[
    '%0d%0aSet-Cookie:%20a=b',
    '%3Cscript%3E',
    '{{7*7}}',
    '[object%20Object]',
    '%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9',
  ],
]
/** Statuses that are correct for a malformed request or for an id that a source does not know. */
const CALM = [200, 304, 307, 308, 400, 403, 404, 405, 409, 414, 431, 502, 503, 504]

test('no value of any parameter of any route causes a 500, and the next request succeeds', async ({
  request,
}) => {
  test.setTimeout(600_000)
  const { appUrl, canary } = addresses()
  const { paths }: Document = await (await request.get('/api/openapi.json')).json()
  const bad: string[] = []
  let asked = 0
  for (const [at, [template, verbs]] of Object.entries(paths).entries()) {
    const [operation] = Object.values(verbs)
    if (template === '/api/events' || !verbs.get || !operation) continue
    const names = [
      'nonsense',
      ...operation.parameters.filter((one) => one.in === 'query').map((one) => one.name),
    ]
    // Each route gets half of the values, and each value goes to half of the routes.
    for (const [number, value] of [...VALUES.entries()].filter(([one]) => (one + at) % 2 === 0)) {
      const inPath = template.replace(/\{[^}]+\}/g, () => value || 'x')
      const name = names[(number + at) % names.length] ?? ''
      const path =
        template.includes('{') && number % 2
          ? inPath
          : `${template.replace(/\{[^}]+\}/g, 'x')}?${name}=${value}`
      const response = await fetchWithRetry(request, path).catch((error: unknown) => String(error))
      asked += 1
      if (typeof response === 'string') bad.push(`${path.slice(0, 120)}: ${response.slice(0, 200)}`)
      else {
        const text = await response.text()
        const leaks = text.includes(canary) || /node_modules|at \/|select .* from/i.test(text)
        if (!CALM.includes(response.status()) || leaks)
          bad.push(`${path.slice(0, 120)}: ${response.status()}`)
      }
    }
  }
  console.info(`hostile values sent to routes: ${asked}`)
  expect(bad).toEqual([])
  expect(asked).toBeGreaterThan(300)
  expect((await fetchWithRetry(request, `${appUrl}/api/billing-periods?limit=1`)).status()).toBe(200)
})

test('range and validator headers get one whole response or an error', async ({ request }) => {
  const { rows } = await (
    await fetchWithRetry(request, '/api/invoices?source=client-invoices&limit=10')
  ).json()
  const paths = rows.map(({ id }: { id: string }) => `/api/invoices/client-invoices/${id}/pdf`)
  let pdf = ''
  for (const path of paths) if ((await fetchWithRetry(request, path)).status() === 200) pdf = path
  expect(pdf).not.toBe('')
  const ranges = [
    'bytes=0-0',
    'bytes=-1',
    'bytes=5-3',
    `bytes=${Array(1000).fill('0-0').join(',')}`,
    'lines=1',
  ]
  for (const range of ranges) {
    const response = await fetchWithRetry(request, pdf, { headers: { range } })
    expect([200, 416]).toContain(response.status())
    expect(response.headers()['content-type']).toBe('application/pdf')
  }
  for (const [name, value] of [
    ['if-none-match', '*'],
    ['if-modified-since', 'yesterday'],
  ] as const) {
    const headers = { [name]: value }
    expect((await fetchWithRetry(request, '/api/billing-periods?limit=1', { headers })).status()).toBe(200)
  }
  expect(
    (
      await fetchWithRetry(request, '/api/sources', { headers: { 'if-none-match': '"'.repeat(65_536) } })
    ).status(),
  ).toBe(431)
})

test('random bytes on the socket and in addresses cause no 500, and the process stays up', async ({
  request,
}) => {
  test.setTimeout(240_000)
  const port = Number(new URL(addresses().appUrl).port)
  let seed = 42
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const noise = (length: number) => Buffer.from(Uint8Array.from({ length }, () => random(256)))
  const starts = [
    () => noise(200),
    () =>
      Buffer.concat([Buffer.from('GET /'), noise(30), Buffer.from(' HTTP/1.1\r\nHost: localhost\r\n\r\n')]),
    () =>
      Buffer.from(
        `GET /${encodeURIComponent(noise(40).toString('latin1'))} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      ),
    () =>
      Buffer.concat([
        Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nCookie: '),
        noise(60),
        Buffer.from('\r\n\r\n'),
      ]),
    () =>
      Buffer.concat([
        Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nRSC: 1\r\nNext-Router-State-Tree: '),
        Buffer.from(noise(40).toString('hex')),
        Buffer.from('\r\n\r\n'),
      ]),
    () =>
      Buffer.concat([
        Buffer.from('POST /api/sources/x/pause HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n'),
        noise(50),
      ]),
  ]
  const statuses = new Map<number, number>()
  const failed: string[] = []
  for (let round = 0; round < 50; round += 1) {
    const sent = Array.from({ length: 6 }, (_, at) => (starts[at] ?? starts[0])?.() ?? noise(1))
    const texts = await Promise.all(
      sent.map((bytes) => sendRaw(port, bytes, { silenceMs: 400, answerMs: 400 })),
    )
    for (const [at, text] of texts.entries()) {
      for (const { status } of readAnswers(text)) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status >= 500) failed.push(`${status}: ${sent[at]?.toString('latin1').slice(0, 200)}`)
      }
    }
  }
  console.info(`random requests: 300, answers: ${JSON.stringify(Object.fromEntries(statuses))}`)
  expect(failed).toEqual([])
  expect((await fetchWithRetry(request, '/api/health/ready')).status()).toBe(200)
})

test('no payload of a server function or a form reaches a page', async () => {
  const port = Number(new URL(addresses().appUrl).port)
  const body = '--x\r\nContent-Disposition: form-data; name="1_$ACTION_REF_1"\r\n\r\n\r\n--x--\r\n'
  for (const path of ['/', '/invoices', '/sources', '/nowhere', '/_next/static/x']) {
    for (const headers of [
      'Next-Action: 40f3\r\nContent-Type: text/plain',
      'Content-Type: multipart/form-data; boundary=x',
    ]) {
      const bytes = `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      expect(readAnswers(await sendRaw(port, bytes)).map(({ status }) => status)).toEqual([405])
    }
  }
})

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { missing, type RawAnswer, readAnswers, sendRaw } from '#bin/http-server/testing.ts'
import { addresses } from '#e2e/support/addresses.ts'
import { fetchWithRetry } from '#e2e/support/retry-after.ts'
import { cookieOf } from '#e2e/support/session.ts'
import { expect, test } from '#e2e/support/test.ts'

const port = () => Number(new URL(addresses().appUrl).port)

async function answerTo(method: string, path: string, ...headers: string[]): Promise<RawAnswer> {
  const lines = ['Host: localhost', 'Connection: close', ...headers].map((line) => `${line}\r\n`)
  const [answer] = readAnswers(
    await sendRaw(port(), `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, { silenceMs: 8_000 }),
  )
  if (!answer) throw new Error(`nothing was answered to ${method} ${path}`)
  return answer
}

test('pages, routes, files, downloads, errors and refusals all have the fixed headers', async ({
  request,
}) => {
  const html = await (await request.get('/sources')).text()
  const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(html)?.[1] ?? ''
  const { rows } = await (await request.get('/api/invoices?source=client-invoices&limit=1')).json()
  const kinds: [string, string, number[], ...string[]][] = [
    ...['/', '/billing-periods', '/invoices?source=payment-links', '/collections', '/sources'].map(
      (path): [string, string, number[]] => ['GET', path, [200]],
    ),
    ['GET', '/invoices', [200, 307], 'RSC: 1'],
    ['HEAD', '/', [200]],
    ['GET', '/no-such-page', [404]],
    ['GET', '/%ff', [400]],
    ['GET', '//evil.example/', [308, 400, 404]],
    ['GET', script, [200]],
    ['GET', '/_next/static/chunks/none.js', [404]],
    ['GET', '/_next/image?url=%2Ficon.svg&w=64&q=75', [400, 404]],
    ['GET', '/_next/data/x/index.json', [404]],
    ['GET', '/icon.svg', [200]],
    ['GET', '/manifest.webmanifest', [200]],
    ['GET', '/robots.txt', [200]],
    ['GET', '/share.png', [200]],
    ['GET', '/favicon.ico', [404]],
    ['GET', '/api/health/live', [200]],
    ['GET', '/api/billing-periods?limit=1', [200]],
    ['GET', '/api/billing-periods?limit=0', [400]],
    ['GET', '/api/nothing', [404]],
    ['DELETE', '/api/billing-periods', [405], 'Sec-Fetch-Site: same-origin'],
    ['GET', '/api/billing-periods', [403], 'Origin: https://evil.example'],
    ['GET', `/api/invoices/client-invoices/${rows[0].id}/pdf`, [200, 404]],
    ['GET', '/api/invoices/export?source=payment-links&format=csv', [200]],
    ['POST', '/', [405], 'Next-Action: 40f3', 'Content-Length: 0'],
    ['TRACE', '/', [405]],
    ['GETT', '/', [405]],
    ['GET', '/', [431], `X-Large: ${'a'.repeat(20_000)}`],
    ['GET', '/', [400], 'Content-Length: 1', 'Content-Length: 2'],
  ]
  const session = `Cookie: ${await cookieOf(request)}`
  for (const [method, path, statuses, ...headers] of kinds) {
    const answer = await answerTo(method, path, session, ...headers)
    expect([method, path, statuses]).toEqual([method, path, expect.arrayContaining([answer.status])])
    expect([method, path, missing(answer)]).toEqual([method, path, []])
  }
  console.info(`kinds of answer with all headers: ${kinds.length}`)
})

test('refuses parameter names of Next and of Object.prototype like any other unknown one', async ({
  request,
}) => {
  const names = ['__proto__', '%5F_proto__', 'constructor', 'hasOwnProperty', 'toString', '__defineGetter__']
  const ofNext = ['nxtPid', 'nxtIid', 'nextInternalLocale', '_rsc', '__nextLocale', '__nextDataReq']
  for (const path of ['/api/sources', '/api/sources/hello-tractor', '/api/billing-periods']) {
    for (const name of [...names, ...ofNext]) {
      const response = await fetchWithRetry(request, `${path}?${name}=1`)
      const { code, errors } = await response.json()
      expect([path, response.status(), code, errors]).toEqual([
        ...[path, 400, 'invalid_parameter'],
        [{ param: decodeURIComponent(name), detail: 'there is no such parameter here' }],
      ])
    }
  }
})

/** Files of the clone and of the build that no browser may get. */
const NOT_SERVED = [
  ...[
    '/.git/config',
    '/.git/HEAD',
    '/.gitignore',
    '/.env',
    '/.env.example',
    '/.data/secret',
    '/.data/postgres.json',
  ],
  ...[
    '/package.json',
    '/package-lock.json',
    '/next.config.js',
    '/proxy.ts',
    '/bin/start.ts',
    '/lib/server/config/env.ts',
  ],
  ...['/node_modules/next/package.json', '/.next/BUILD_ID', '/.next/server/app-paths-manifest.json'],
  ...['/_next/BUILD_ID', '/_next/server/app-paths-manifest.json', '/_next/required-server-files.json'],
  ...['/_next/build-manifest.json', '/_next/static/../BUILD_ID', '/_next/static/%2e%2e/BUILD_ID'],
  ...['/_next/static/..%2fBUILD_ID', '/_next/static/..%5cBUILD_ID', '/_next/static/..%2f..%2fpackage.json'],
  ...['/..%2fpackage.json', '/%2e%2e/package.json', '/public/../package.json', '/api/../package.json'],
  ...['/_next/static/', '/_next/static/chunks/', '/_next/', '/.well-known/', '/server-status'],
]
/** Words that occur in these files and in no page. */
const INSIDE =
  /"lockfileVersion"|"dependencies"|better-auth|repositoryformatversion|ref: refs|AUTH_SECRET|server-only|"version"/

test('serves no internal file of the clone or the build, no folder and no source map', async ({
  request,
}) => {
  const [html, buildId] = await Promise.all([
    request.get('/sources').then((page) => page.text()),
    readFile(path.resolve(import.meta.dirname, '../.next/BUILD_ID'), 'utf8'),
  ])
  const files = [...html.matchAll(/(?:src|href)="(\/_next\/static\/[^"?]+\.(?:js|css))/g)].map(
    ([, file]) => file,
  )
  expect(files.length).toBeGreaterThan(3)
  const session = `Cookie: ${await cookieOf(request)}`
  const asked = [...NOT_SERVED, ...files.map((file) => `${file}.map`)]
  for (const address of asked) {
    const { status, headers, body } = await answerTo('GET', address, session)
    expect([address, status]).toEqual([address, 404])
    expect([address, missing({ headers })]).toEqual([address, []])
    expect([address, INSIDE.exec(body)?.[0], body.trim() === buildId.trim()]).toEqual([
      address,
      undefined,
      false,
    ])
    // A visitor without a session learns even less: every address that is not public leads to sign-in.
    const toStranger = await answerTo('GET', address)
    const isLedAway = toStranger.status === 307 && toStranger.headers.location?.startsWith('/sign-in')
    expect([address, isLedAway || toStranger.status === 404]).toEqual([address, true])
    expect([address, missing(toStranger)]).toEqual([address, []])
    expect([address, INSIDE.exec(toStranger.body)?.[0]]).toEqual([address, undefined])
  }
  console.info(`addresses of files that are not served: ${asked.length}`)
})

test('every script of a page has its response’s nonce, and no other script runs', async ({ request }) => {
  const nonces = new Set<string>()
  for (const path of ['/', '/invoices', '/no-such-page']) {
    const response = await request.get(path)
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(response.headers()['content-security-policy'] ?? '') ?? []
    const html = await response.text()
    const tags = html.match(/<script\b[^>]*>/g) ?? []
    expect(tags.length).toBeGreaterThan(3)
    expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
    expect(html).not.toMatch(/<[a-z]+[^>]*\son\w+=/i)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(3)
})

test.describe('injected code and markup', () => {
  test.use({
    expectedConsole: [/Content Security Policy|Trusted ?(HTML|Script|Type)/],
    expectedViolations: [/^(script-src|require-trusted-types-for|trusted-types|frame-src|base-uri|img-src)/],
  })

  test('neither runs nor becomes markup', async ({ page }) => {
    await page.goto('/sources')
    const tried = await page.evaluate(async () => {
      const outcome = (attempt: () => unknown) => {
        try {
          attempt()
          return 'done'
        } catch (error) {
          return error instanceof TypeError || error instanceof EvalError ? 'refused' : String(error)
        }
      }
      const script = (text: string) => {
        const element = document.createElement('script')
        element.append(text)
        document.body.append(element)
      }
      const results = {
        markup: outcome(() => {
          document.body.innerHTML = '<img src=x onerror="window.ran = 1">'
        }),
        address: outcome(() => {
          document.createElement('script').src = 'https://evil.example/x.js'
        }),
        ownAddress: outcome(() => {
          document.createElement('script').src = '/api/openapi.json'
        }),
        policy: outcome(() =>
          (
            window as Window & { trustedTypes?: { createPolicy: (name: string, rules: object) => unknown } }
          ).trustedTypes?.createPolicy('evil', {}),
        ),
        inline: outcome(() => script('window.ran = 1')),
      }
      // Delayed, because code that the test evaluates directly is exempt from the policy.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => resolve(outcome(() => new Function('return 1')())), 200),
      )
      return { ...results, evaluated, ran: 'ran' in window }
    })
    expect(tried).toEqual({
      markup: 'refused',
      address: 'refused',
      ownAddress: 'refused',
      evaluated: 'refused',
      policy: 'refused',
      inline: expect.any(String),
      ran: false,
    })
  })
})

test.describe('names and addresses', () => {
  test.use({ expectedConsole: [/Failed to load resource/] })

  test('shows names that are markup, templates or change the writing direction as text', async ({
    page,
    request,
    upstream,
  }) => {
    const names = [
      '<img src=x onerror=alert(1)>',
      '{{7*7}}#{7*7}</script><script>alert(1)</script>',
      'a\u202egnp.exe',
    ]
    const { rows } = await (await request.get('/api/invoices?source=client-invoices&limit=3')).json()
    for (const [at, name] of names.entries()) {
      const id = rows[at].id
      await upstream.change({ resource: 'client-invoices', id, fields: { customerName: name } })
      const detail = await (await request.get(`/api/invoices/client-invoices/${id}`)).json()
      expect(detail.invoice).toMatchObject({ customer: name })
      await page.goto(`/invoices?source=client-invoices&row=${encodeURIComponent(id)}`)
      await expect(page.getByText(name).first()).toBeVisible()
    }
    await page.goto(`/billing-periods?search=${encodeURIComponent(names[0] ?? '')}`)
    await expect(page.getByRole('searchbox').first()).toHaveValue(names[0] ?? '')
    await page.goto('/nowhere/%3Cscript%3Ealert(1)%3C%2Fscript%3E')
    await expect(page.getByText('Page not found')).toBeVisible()
    await expect(page.getByText(/Request [\da-f-]{36}/)).toBeVisible()
  })
})

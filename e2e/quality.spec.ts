import http from 'node:http'
import { gzipSync } from 'node:zlib'
import AxeBuilder from '@axe-core/playwright'
import type { APIRequestContext } from '@playwright/test'
import { addresses } from './support/addresses.ts'
import { expect, test } from './support/test.ts'

const KIB = 1024
const SCREENS = [
  '/',
  '/billing-periods',
  '/invoices?source=payment-links',
  '/collections',
  '/sources',
  '/account',
]

/** Bytes (gzip) of the files that a page's own HTML asks for at once. */
async function firstLoad(request: APIRequestContext, path: string, pattern: RegExp): Promise<number> {
  const html = await (await request.get(path)).text()
  const files = new Set(
    [...html.matchAll(pattern)].filter(([tag]) => !/nomodule/i.test(tag)).map(([, file = '']) => file),
  )
  expect(files.size).toBeGreaterThan(0)
  let bytes = 0
  for (const file of files) bytes += gzipSync(await (await request.get(file)).body(), { level: 9 }).length
  return bytes
}

const SCRIPT = /<script[^>]*src="([^"]+\.js[^"]*)"[^>]*>/g
const STYLE = /<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g

for (const [path, limitKib] of [
  ['/billing-periods', 185],
  ['/invoices', 185],
  ['/', 300],
  ['/collections', 300],
] as const) {
  test(`${path} first asks for at most ${limitKib} KiB of JavaScript and 15 KiB of CSS`, async ({
    request,
  }) => {
    expect(await firstLoad(request, path, SCRIPT)).toBeLessThanOrEqual(limitKib * KIB)
    expect(await firstLoad(request, path, STYLE)).toBeLessThanOrEqual(15 * KIB)
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const path of SCREENS) {
    test(`${path} has no accessibility fault that axe finds (${colorScheme})`, async ({ page }) => {
      await page.emulateMedia({ colorScheme })
      await page.goto(path, { waitUntil: 'networkidle' })
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze()
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
      ).toEqual([])
    })
  }
}

for (const path of SCREENS) {
  test(`${path} fits a phone of 390 px`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
}

test('no answer and no script of Furrow holds an upstream address or a credential', async ({
  page,
  request,
}) => {
  const bodies: string[] = []
  page.on('response', async (response) => {
    if (/json|javascript|html/.test(response.headers()['content-type'] ?? ''))
      bodies.push(await response.text().catch(() => ''))
  })
  for (const path of SCREENS) await page.goto(path, { waitUntil: 'networkidle' })
  bodies.push(
    await (await request.get('/api/upstream/hello-tractor/payg/lms/payment-requests?limit=5')).text(),
  )
  bodies.push(await (await request.get('/api/upstream/client-invoices/api/v1/invoice/?page_size=5')).text())
  const { sandboxUrl, canary } = addresses()
  expect(bodies.length).toBeGreaterThan(20)
  const forms = [
    canary,
    btoa(canary).slice(2, 30),
    Buffer.from(canary).toString('hex'),
    new URL(sandboxUrl).host,
  ]
  for (const form of forms) expect(bodies.filter((body) => body.includes(form))).toEqual([])
})

test('a foreign host name is refused', async () => {
  const { appUrl } = addresses()
  const status = await new Promise((resolve, reject) => {
    http
      .request(appUrl, { headers: { host: 'evil.example' } }, (response) => resolve(response.statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(421)
})

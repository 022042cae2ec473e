import { test as base, expect } from '@playwright/test'
import type { Change } from '#lib/sandbox/changes.ts'
import type { Fault } from '#lib/sandbox/faults.ts'
import type { Truth } from '#lib/sandbox/truth.ts'
import { SOURCES } from '#lib/sources.ts'
import { addresses } from './addresses.ts'
import { call, sandboxOperator } from './callers.ts'

export { expect }

/** Controls the upstream of this run: its faults and its rows. */
export type Upstream = {
  fail(fault: Fault): Promise<void>
  heal(): Promise<void>
  change(change: Change): Promise<void>
  /** The rows that the upstream really holds, read from its data instead of its lists. */
  truth<List extends keyof Truth>(list: List): Promise<ReturnType<Truth[List]>>
  /** Number of open connections to the upstream, idle ones included. */
  openSockets(): Promise<number>
}

async function control(method: 'GET' | 'POST' | 'DELETE', action: string, body?: unknown): Promise<unknown> {
  const { sandboxUrl, controlKey } = addresses()
  const response = await fetch(`${sandboxUrl}/__control/${action}`, {
    method,
    headers: { 'x-control-key': controlKey, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`control ${action}: ${response.status} ${text}`)
  return JSON.parse(text)
}

let operator: ReturnType<typeof sandboxOperator> | undefined
/** Has Furrow read its sources now, instead of at the end of its interval. */
async function readSources(): Promise<void> {
  operator ??= sandboxOperator()
  for (const source of SOURCES)
    await call(await operator, `/api/sources/${source}/refresh`, { method: 'POST' })
}

type Fixtures = {
  upstream: Upstream
  /** Patterns of console messages that the test provokes, e.g. a failed request. */
  expectedConsole: RegExp[]
  /** Patterns of policy violations that the test provokes. */
  expectedViolations: RegExp[]
  consoleGuard: undefined
}

/** A page may still get a 429 (see serve.ts); the page then waits and retries. */
const SHARED_LIMIT = /status of 429 \(Too Many Requests\) \(http:\/\/localhost:\d+\/api\//

export const test = base.extend<Fixtures>({
  // Sends an Origin header as Furrow's pages do: Furrow refuses an action that has a cookie but no Origin.
  request: async ({ playwright, baseURL, storageState }, use) => {
    const extraHTTPHeaders = { origin: addresses().appUrl }
    const context = await playwright.request.newContext({ baseURL, storageState, extraHTTPHeaders })
    await use(context)
    await context.dispose()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern
  upstream: async ({}, use) => {
    // Other tests may break the same upstream at the same time, so each test removes only its own faults.
    const own: string[] = []
    const heal = async () => {
      const healed = own.splice(0)
      for (const id of healed) await control('DELETE', `faults?id=${id}`)
      if (healed.length > 0) await readSources()
    }
    const fail = async (fault: Fault) => {
      own.push(((await control('POST', 'faults', fault)) as { id: string }).id)
      await readSources()
    }
    const change = async (wanted: Change) => {
      await control('POST', 'rows', wanted)
      await readSources()
    }
    const truth = async <List extends keyof Truth>(list: List) =>
      (await control('GET', `truth?resource=${list}`)) as ReturnType<Truth[List]>
    const openSockets = async () => ((await control('GET', 'sockets')) as { open: number }).open
    await use({ fail, heal, change, truth, openSockets })
    await heal()
  },
  expectedConsole: [[], { option: true }],
  expectedViolations: [[], { option: true }],
  // Every test fails on an unexpected error in the browser's console, and on anything that the page's policy
  // blocked: a script, a style, a frame, or text assigned as markup.
  consoleGuard: [
    async ({ page, expectedConsole, expectedViolations }, use) => {
      const errors: string[] = []
      const violations: string[] = []
      await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation))
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const { effectiveDirective, blockedURI, sample, sourceFile, lineNumber } = event
          const report = `${effectiveDirective} ${blockedURI} ${sample} ${sourceFile}:${lineNumber}`
          ;(window as Window & { reportViolation?: (text: string) => void }).reportViolation?.(report)
        })
      })
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
      })
      page.on('pageerror', (error) => errors.push(String(error)))
      await use(undefined)
      expect(violations.filter((one) => !expectedViolations.some((pattern) => pattern.test(one)))).toEqual([])
      const expected = [...expectedConsole, SHARED_LIMIT]
      expect(errors.filter((error) => !expected.some((pattern) => pattern.test(error)))).toEqual([])
    },
    { auto: true },
  ],
})

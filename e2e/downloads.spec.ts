import { addresses } from '#e2e/support/addresses.ts'
import { waitRetryAfter } from '#e2e/support/retry-after.ts'
import { cookieOf } from '#e2e/support/session.ts'
import { expect, test } from '#e2e/support/test.ts'
import { type WebMemory, webMemory } from '#e2e/support/web-memory.ts'

const ROUNDS = 55
/** Rounds in which the process fills memory that it keeps anyway: pools and compiled code. */
const WARM_AFTER = 10
const AT_ONCE = 8
/**
 * Limits per aborted download: 32 KiB of resident memory, so 32 MiB after a thousand, and a quarter of that
 * on the heap. A leaked request would keep 20 KiB.
 */
const MOST_KIB = { heapBytes: 8, residentBytes: 32 }

/** Starts a download, disconnects after its first bytes, and returns the status of the response. */
async function beginAndLeave(path: string, cookie: string): Promise<number> {
  for (;;) {
    const leave = new AbortController()
    const response = await fetch(addresses().appUrl + path, { headers: { cookie }, signal: leave.signal })
    if (response.status === 429) {
      await response.body?.cancel()
      await waitRetryAfter(response.headers.get('retry-after'))
      continue
    }
    await response.body?.getReader().read()
    leave.abort()
    return response.status
  }
}

test('F45 aborted downloads release their connections, statements and memory', async ({
  request,
  upstream,
}) => {
  test.setTimeout(300_000)
  const { rows } = await (await request.get('/api/invoices?source=client-invoices&limit=20')).json()
  const cookie = await cookieOf(request)
  const pdfs: string[] = []
  for (const row of rows.slice(0, 10)) {
    const path = `/api/invoices/client-invoices/${row.id}/pdf`
    if ((await beginAndLeave(path, cookie)) === 200) pdfs.push(path)
  }
  expect(pdfs.length).toBeGreaterThan(0)
  const exports = '/api/billing-periods/export?format=csv'
  // The source sends a part and then stalls, so only Furrow's own abort can end these downloads.
  await upstream.fail({ route: 'client-invoice-file', kind: 'stall', bytes: 2_000 })
  const before = await upstream.openSockets()
  let aborted = 0
  let warm: { aborted: number; memory: WebMemory | null } = { aborted: 0, memory: null }
  for (let round = 0; round < ROUNDS; round += 1) {
    const paths = Array.from({ length: AT_ONCE }, (_, at) =>
      at < AT_ONCE - 3 ? (pdfs[at % pdfs.length] ?? '') : at === AT_ONCE - 1 ? '/api/events' : exports,
    )
    const statuses = await Promise.all(paths.map((path) => beginAndLeave(path, cookie)))
    expect(statuses).toEqual(Array(AT_ONCE).fill(200))
    aborted += statuses.length
    await expect
      .poll(upstream.openSockets, { timeout: 3_000, intervals: [50] })
      .toBeLessThanOrEqual(before + 4)
    if (round === WARM_AFTER) warm = { aborted, memory: await webMemory() }
  }
  await upstream.heal()
  expect(aborted).toBeGreaterThanOrEqual(200)
  const memory = await webMemory()
  if (memory && warm.memory) {
    for (const part of ['heapBytes', 'residentBytes'] as const) {
      const each = (memory[part] - warm.memory[part]) / 1024 / (aborted - warm.aborted)
      console.info(`an aborted download leaves ${each.toFixed(1)} KiB of ${part}`)
      expect(each, part).toBeLessThanOrEqual(MOST_KIB[part])
    }
  }

  // The limits are four concurrent exports and eight calls per source: all of them must be free again.
  for (const path of [exports, exports, exports, exports, ...pdfs]) {
    const response = await fetch(addresses().appUrl + path, { headers: { cookie } })
    if (response.status === 429) {
      await waitRetryAfter(response.headers.get('retry-after'))
      continue
    }
    expect(response.status).toBe(200)
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000)
  }
})

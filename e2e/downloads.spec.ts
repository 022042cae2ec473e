import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { addresses } from './support/addresses.ts'
import { waitAsTold } from './support/patient.ts'
import { cookieOf } from './support/session.ts'
import { expect, test } from './support/test.ts'

const ROUNDS = 55
/** Until then the process fills what it keeps anyway: pools, compiled code, the young part of its heap. */
const WARM_AFTER = 40
const AT_ONCE = 8
const MIB = 1024 * 1024

/** Resident memory of the web process; null where the system does not tell. */
function webMemory(): number | null {
  if (!existsSync('/proc/self/status')) return null
  const port = `PORT=${new URL(addresses().appUrl).port}`
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8')
    } catch {
      return ''
    }
  }
  const pid = readdirSync('/proc').find(
    (name) =>
      /^\d+$/.test(name) &&
      read(name, 'cmdline').includes('bin/web.ts') &&
      read(name, 'environ').split('\0').includes(port),
  )
  const kib = /VmRSS:\s+(\d+) kB/.exec(pid ? read(pid, 'status') : '')?.[1]
  return kib ? Number(kib) * 1024 : null
}

/** Begins a download, leaves after its first bytes, and says with which status it was answered. */
async function beginAndLeave(path: string, cookie: string): Promise<number> {
  for (;;) {
    const leave = new AbortController()
    const response = await fetch(addresses().appUrl + path, { headers: { cookie }, signal: leave.signal })
    if (response.status === 429) {
      await response.body?.cancel()
      await waitAsTold(response.headers.get('retry-after'))
      continue
    }
    await response.body?.getReader().read()
    leave.abort()
    return response.status
  }
}

test('R9, F45 aborted downloads give back their connections, statements and memory', async ({
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
  // The source sends a part and falls silent: only our own leaving can end these.
  await upstream.fail({ route: 'client-invoice-file', kind: 'stall', bytes: 2_000 })
  const before = await upstream.openSockets()
  let aborted = 0
  let warm: number | null = null
  for (let round = 0; round < ROUNDS; round += 1) {
    const paths = Array.from({ length: AT_ONCE }, (_, at) =>
      at < AT_ONCE - 3 ? (pdfs[at % pdfs.length] ?? '') : at === AT_ONCE - 1 ? '/api/events' : exports,
    )
    const statuses = await Promise.all(paths.map((path) => beginAndLeave(path, cookie)))
    expect(statuses).toEqual(Array(AT_ONCE).fill(200))
    aborted += statuses.length
    await expect
      .poll(upstream.openSockets, { timeout: 1_000, intervals: [50] })
      .toBeLessThanOrEqual(before + 4)
    if (round === WARM_AFTER) warm = webMemory()
  }
  await upstream.heal()
  const grown = warm === null ? null : ((webMemory() ?? 0) - warm) / MIB
  console.info(`aborted downloads: ${aborted}, memory after warm-up: ${grown?.toFixed(1) ?? 'not told'} MiB`)
  expect(aborted).toBeGreaterThanOrEqual(200)
  if (grown !== null) expect(grown).toBeLessThanOrEqual(32)

  // Four exports at once and eight calls of a source are what there is: all of them are free again.
  for (const path of [exports, exports, exports, exports, ...pdfs]) {
    const response = await fetch(addresses().appUrl + path, { headers: { cookie } })
    if (response.status === 429) {
      await waitAsTold(response.headers.get('retry-after'))
      continue
    }
    expect(response.status).toBe(200)
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000)
  }
})

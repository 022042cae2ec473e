import { gunzipSync } from 'node:zlib'
import type { BenchEnvironment } from './environment.ts'
import { atMost, type Finding, kib } from './report.ts'
import { sizeOf, startWebServer, type WebServer } from './web-server.ts'

const PAGE_BYTES = 3 * 1024
const NEXT_PAGE_BYTES = 2.5 * 1024

const LISTS = [
  { name: 'billing periods', path: '/api/billing-periods?' },
  { name: 'invoices', path: '/api/invoices?source=hello-tractor' },
]

/** P14: measures the responses of a production server to an operator, in bytes on the socket. */
export async function measureBytes(environment: BenchEnvironment): Promise<Finding[]> {
  const server = await startWebServer(environment)
  try {
    return await measureLists(server)
  } finally {
    await server.stop()
  }
}

async function measureLists({ get }: WebServer): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, path } of LISTS) {
    const first = await get(path)
    const bytes = sizeOf(first)
    const { nextCursor } = JSON.parse(gunzipSync(first.bytes).toString())
    const nextBytes = sizeOf(await get(`${path}&cursor=${nextCursor}`))
    const again = await get(path, { 'if-none-match': first.headers.etag ?? '' })
    findings.push(
      atMost(`page of 50 ${name}, on the wire`, bytes, PAGE_BYTES, kib),
      atMost(`next page of ${name}, on the wire`, nextBytes, NEXT_PAGE_BYTES, kib),
      {
        name: `the same page of ${name} asked again, unchanged`,
        figure: `${again.status}, ${again.bytes.byteLength} bytes`,
        target: '304',
        isMet: again.status === 304,
      },
    )
  }
  return findings
}

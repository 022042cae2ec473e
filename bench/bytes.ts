import { gzipSync } from 'node:zlib'
import * as periods from '#app/api/billing-periods/route.ts'
import * as invoices from '#app/api/invoices/route.ts'
import { signedInAs } from '#lib/server/testing/people.ts'
import { type House, readFrom } from './house.ts'
import { OPERATOR } from './list-cases.ts'
import { type Finding, kib } from './report.ts'

const PAGE_BYTES = 3 * 1024
const NEXT_PAGE_BYTES = 2.5 * 1024

const LISTS = [
  { name: 'billing periods', path: '/api/billing-periods?', handlers: periods },
  { name: 'invoices', path: '/api/invoices?source=hello-tractor', handlers: invoices },
]

/** P14: what the routes of the lists answer an operator with, compressed as the web server compresses it. */
export async function measureBytes(house: House): Promise<Finding[]> {
  const million = await house.million()
  readFrom(million)
  const session = { cookie: await signedInAs(OPERATOR, million.db), 'sec-fetch-site': 'same-origin' }
  const findings: Finding[] = []
  for (const { name, path, handlers } of LISTS) {
    const get = (address: string, headers = {}) =>
      handlers.GET(new Request(`http://localhost:3000${address}`, { headers: { ...session, ...headers } }))
    const first = await get(path)
    const { text, nextCursor } = await readPage(first)
    const next = await readPage(await get(`${path}&cursor=${nextCursor}`))
    const again = await get(path, { 'if-none-match': first.headers.get('etag') ?? '' })
    const [bytes, nextBytes] = [gzipSync(text).byteLength, gzipSync(next.text).byteLength]
    findings.push(
      sized(`page of 50 ${name}, gzip`, bytes, PAGE_BYTES),
      sized(`next page of ${name}, gzip`, nextBytes, NEXT_PAGE_BYTES),
      {
        name: `the same page of ${name} asked again, unchanged`,
        figure: `${again.status}, ${(await again.arrayBuffer()).byteLength} bytes`,
        target: '304',
        isMet: again.status === 304,
      },
    )
  }
  return findings
}

async function readPage(response: Response): Promise<{ text: string; nextCursor: string }> {
  const text = await response.text()
  if (response.status !== 200) throw new Error(`The list answered ${response.status}: ${text}`)
  return { text, nextCursor: JSON.parse(text).nextCursor }
}

function sized(name: string, bytes: number, most: number): Finding {
  return { name, figure: kib(bytes), target: `<= ${kib(most)}`, isMet: bytes <= most }
}

import { gunzipSync } from 'node:zlib'
import { query } from '#e2e/support/database.ts'
import { cookieOf } from '#e2e/support/session.ts'
import { askSocket, hangUpAtFirstBytes } from '#e2e/support/socket.ts'
import { expect, test } from '#e2e/support/test.ts'

/** The Accept-Encoding header of browsers; Furrow picks gzip. */
const BROWSER = 'gzip, deflate, br, zstd'
const ANSWERS = [
  '/api/billing-periods',
  '/api/invoices?source=hello-tractor',
  '/api/collections/weekly',
  '/api/billing-periods/export?format=csv',
  '/billing-periods',
]

for (const path of ANSWERS) {
  test(`${path} is compressed for clients that accept gzip and plain for others`, async ({ request }) => {
    const cookie = await cookieOf(request)
    const packed = await askSocket(path, { cookie, 'accept-encoding': BROWSER })
    expect([packed.status, packed.headers['content-encoding']]).toEqual([200, 'gzip'])
    expect(packed.headers.vary?.toLowerCase()).toContain('accept-encoding')
    const unpacked = gunzipSync(packed.bytes)
    expect(packed.bytes.byteLength).toBeLessThan(unpacked.byteLength / 2)
    for (const encoding of ['identity', 'gzip;q=0']) {
      const plain = await askSocket(path, { cookie, 'accept-encoding': encoding })
      expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined])
      expect(plain.bytes.byteLength).toBeGreaterThan(unpacked.byteLength * 0.9)
    }
  })
}

test('a compressed export stops reading when its client disconnects, and the audit log records it as aborted', async ({
  request,
}) => {
  const headers = { cookie: await cookieOf(request), 'accept-encoding': BROWSER }
  const howItEnded = async () => {
    const answer = await hangUpAtFirstBytes('/api/billing-periods/export?format=csv', headers)
    expect(answer['content-encoding']).toBe('gzip')
    const requestId = String(answer['x-request-id'])
    const ends = () =>
      query<{ outcome: string }>(
        `select outcome from audit_event where request_id = $1 and details::json->>'step' = 'end'`,
        [requestId],
      )
    await expect.poll(ends, 'the end of the export in the audit log').toHaveLength(1)
    return (await ends())[0]?.outcome
  }
  // The whole file may already be sent before the disconnect arrives; then the test tries again.
  await expect.poll(howItEnded, { timeout: 20_000, intervals: [50] }).toBe('aborted')
  const reading = () =>
    query(`select pid from pg_stat_activity where datname = current_database() and query ~ $1`, [
      '^fetch \\d+ from export_rows',
    ])
  await expect.poll(reading, 'connections that exports hold').toEqual([])
})

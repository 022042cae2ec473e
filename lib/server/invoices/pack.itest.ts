import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import * as pack from '#app/api/invoices/pdf-pack/route.ts'
import * as pauseRoute from '#app/api/sources/[source]/pause/route.ts'
import * as resumeRoute from '#app/api/sources/[source]/resume/route.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'
import type { Source } from '#lib/sources/sources.ts'
import { rows } from '../db/client.ts'
import { readEnv } from '../env.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { sandboxEnvironment } from '../sandbox/settings.ts'
import { startSmallSandbox } from '../sandbox/testing.ts'
import { ask, financier, openTestDatabase } from '../testing/ask.ts'
import { emptyAuditLog } from '../testing/audit.ts'
import type { TestDatabase } from '../testing/database.ts'
import { anInvoice, putInvoices } from '../testing/rows.ts'
import { type Unzipped, unzip } from '../testing/unzip.ts'
import { type Answer, type ScriptedServer, startScripted } from '../upstream/testing/scripted-server.ts'
import { QUICK, settingsFor } from '../upstream/testing/settings.ts'
import { createUpstreams, type UpstreamClients } from '../upstream/upstreams.ts'

const shared = globalThis as typeof globalThis & { furrowUpstreams?: UpstreamClients }
const PATH = '/api/invoices/pdf-pack'

let own: TestDatabase
beforeAll(async () => {
  vi.stubEnv('CLIENT_INVOICES_URL', 'http://127.0.0.1:1')
  vi.stubEnv('CLIENT_INVOICES_API_KEY', 'a key')
  own = await openTestDatabase()
})
afterAll(() => own.drop())
afterEach(async () => {
  await shared.furrowUpstreams?.close()
  shared.furrowUpstreams = undefined
  await emptyAuditLog(own.db)
  await own.db.execute(sql`delete from rate_limit`)
})

const post = (body: unknown, as?: Viewer, headers = { 'content-type': 'application/json' }) =>
  ask(pack, PATH, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
    ...(as && { as }),
  })
const problem = async (response: Response) => {
  const { status } = response
  const { code, errors, detail } = await response.json()
  return { status, code, detail, params: errors?.map(({ param }: { param: string }) => param) }
}
const read = async (response: Response) => unzip(Buffer.from(await response.arrayBuffer()))
const names = ({ files }: Unzipped) => files.map(({ name }) => name)
const textOf = ({ files }: Unzipped, name: string) =>
  files.find((file) => file.name === name)?.bytes.toString() ?? ''
const linesOf = (zip: Unzipped, name: string) =>
  textOf(zip, name).replace('\ufeff', '').trimEnd().split('\r\n')

/** The checksums of a pack, by name; each must be that of its file, and every other file must have one. */
function checkManifest(zip: Unzipped): void {
  const told = textOf(zip, 'SHA256SUMS')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('  '))
  expect(told).toEqual(
    zip.files
      .filter(({ name }) => name !== 'SHA256SUMS')
      .map(({ name, bytes }) => [createHash('sha256').update(bytes).digest('hex'), name]),
  )
}

type Told = { action: string; outcome: string; subject: string; details: Record<string, unknown> }
const events = () =>
  rows<Told>(
    own.db,
    sql`select action, outcome, subject, details::jsonb as details from audit_event order by sequence`,
  )

/** Invoices `i0`, `i1` … of a source, all in one funding source. */
const putMany = (source: Source, count: number) =>
  putInvoices(
    own.db,
    Array.from({ length: count }, (_, at) =>
      anInvoice(source, `i${at}`, {
        ...{
          number: `N-${at}`,
          customer: '=cmd',
          currency: 'NGN',
          amount: '-12.50',
          fundingSource: 'AGRI-1',
        },
        issuedOn: `2026-03-${String((at % 28) + 1).padStart(2, '0')}`,
      }),
    ),
  )
const ids = (count: number) => Array.from({ length: count }, (_, at) => `i${at}`)

async function upstream(
  answer: (id: string, response: ServerResponse, call: number) => void,
): Promise<ScriptedServer> {
  const calls = new Map<string, number>()
  const script: Answer = ({ url }, response) => {
    const id = /invoice\/([^/]+)\/download/.exec(url.pathname)?.[1] ?? ''
    calls.set(id, (calls.get(id) ?? 0) + 1)
    answer(id, response, calls.get(id) ?? 0)
  }
  const server = await startScripted(script)
  shared.furrowUpstreams = createUpstreams(settingsFor(server.url, { pdfMaxBytes: 8_000_000 }), QUICK)
  return server
}

const pdfOf = (id: string, bytes = 2_000) => Buffer.from(`%PDF-1.7\n${id}\n`.padEnd(bytes, '.'))
const sendPdf = (id: string, response: ServerResponse, _call?: number, bytes?: number) =>
  void response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdfOf(id, bytes))
/** Promises more than it sends. */
const breakOff = (response: ServerResponse, bytes = 2_000) => {
  response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': bytes + 9_999 })
  response.write(pdfOf('part', bytes), () => setTimeout(() => response.destroy(), 20))
}

describe('a pack of PDFs', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSmallSandbox()
    return sandbox.close
  })

  test.each(['hello-tractor', 'client-invoices'] as const)(
    'of %s holds what the source gives, in the order asked for, with register and checksums',
    async (source) => {
      const truth = source === 'hello-tractor' ? sandbox.truth.invoices() : sandbox.truth.clientInvoices()
      await putInvoices(
        own.db,
        truth.map(({ id }) => anInvoice(source, id, { number: `No ${id}`, amount: '7.10', currency: 'KES' })),
      )
      shared.furrowUpstreams = createUpstreams(readEnv(sandboxEnvironment(sandbox)), QUICK)
      const asked = truth
        .slice(0, 12)
        .map(({ id }) => id)
        .reverse()
      const response = await post({ source, ids: [...asked, asked[0]] })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
      expect(response.headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment; filename="invoice-pdfs-${source}-\\d{4}-\\d\\d-\\d\\d\\.zip"$`),
      )
      const zip = await read(response)
      const missing = linesOf(zip, '_errors.csv').length - 1
      const present = zip.files.filter(({ name }) => name.endsWith('.pdf'))
      expect(present.length + Math.max(0, missing)).toBe(asked.length)
      expect(present.length).toBeGreaterThan(0)
      for (const { bytes, isSizedAhead, isDeflated } of present) {
        expect([bytes.subarray(0, 5).toString(), isSizedAhead, isDeflated]).toEqual(['%PDF-', true, false])
        expect(bytes.subarray(-1024).toString('latin1')).toContain('%%EOF')
      }
      expect(zip.comment).toBe(`${present.length} of ${asked.length} files`)
      checkManifest(zip)
      const register = linesOf(zip, 'register.csv').slice(1, asked.length + 1)
      expect(register.map((line) => line.split(',')[1])).toEqual(asked)
      expect(register.filter((line) => line.endsWith('in this pack'))).toHaveLength(present.length)
    },
  )

  test('by filters holds what the list shows, in its order', async () => {
    await putMany('client-invoices', 40)
    await upstream(sendPdf)
    const filters = { issued_from: '2026-03-05', issued_to: '2026-03-06', sort: 'number' }
    const zip = await read(await post({ source: 'client-invoices', filters }))
    expect(names(zip)).toEqual([
      ...['N-32.pdf', 'N-33.pdf', 'N-4.pdf', 'N-5.pdf'],
      ...['register.csv', 'SHA256SUMS'],
    ])
    expect(linesOf(zip, 'register.csv')).toContain(`# Filter,issued_from,2026-03-05${','.repeat(10)}`)
    expect(linesOf(zip, 'register.csv')[1]).toBe(
      "N-32,i32,'=cmd,,-12.50,NGN,,2026-03-05,,AGRI-1,N-32.pdf,2000,in this pack",
    )
  })

  test('F32: 7 of 200 that fail are named with their reasons, the other 193 are there', async () => {
    await putMany('client-invoices', 200)
    const faults: Record<string, (response: ServerResponse, call: number) => void> = {
      i3: (response) => void response.writeHead(404).end(),
      i33: (response) => void response.writeHead(403).end(),
      i63: (response) => void response.writeHead(500).end(),
      i93: (response) => void response.writeHead(200).end('<html>sorry</html>'),
      i123: (response) => breakOff(response),
      i153: (response) => void response.writeHead(200, { 'content-length': 9_000_000 }).write('%PDF-'),
      i183: (response) => response.destroy(),
    }
    const server = await upstream((id, response, call) => {
      const fault = faults[id]
      if (fault) fault(response, call)
      else sendPdf(id, response)
    })
    const zip = await read(await post({ source: 'client-invoices', ids: ids(200) }))
    expect(names(zip).filter((name) => name.endsWith('.pdf'))).toHaveLength(193)
    expect(zip.comment).toBe('193 of 200 files')
    const errors = linesOf(zip, '_errors.csv').map((line) => line.split(',').slice(1))
    expect(errors).toEqual([
      ['id', 'file', 'code', 'reason'],
      ['i3', 'N-3.pdf', 'no_pdf_at_source', 'The source has no PDF for this invoice.'],
      ['i33', 'N-33.pdf', 'upstream_forbidden', 'Client invoices does not give access to this.'],
      ['i63', 'N-63.pdf', 'upstream_unavailable', 'Client invoices had an error.'],
      ['i93', 'N-93.pdf', 'upstream_malformed', 'Client invoices sent something else than a PDF.'],
      ['i123', 'N-123.pdf', 'upstream_malformed', 'Client invoices broke off its answer.'],
      ['i153', 'N-153.pdf', 'upstream_too_large', 'Client invoices sent too much data.'],
      ['i183', 'N-183.pdf', 'upstream_unavailable', 'Client invoices cannot be reached.'],
    ])
    expect(linesOf(zip, 'register.csv')).toEqual(
      expect.arrayContaining([
        `# Files,193${','.repeat(11)}`,
        `# Missing,7${','.repeat(11)}`,
        "N-3,i3,'=cmd,,-12.50,NGN,,2026-03-04,,AGRI-1,,,missing: see _errors.csv",
      ]),
    )
    checkManifest(zip)
    expect(server.seen.filter(({ url }) => url.pathname.includes('/i123/'))).toHaveLength(2)
    expect(await events()).toMatchObject([
      {
        action: 'invoice_pdf.pack',
        outcome: 'ok',
        subject: 'source:client-invoices',
        details: { invoices: 200 },
      },
      { outcome: 'ok', details: { step: 'end', invoices: 200, files: 193, missing: 7 } },
    ])
  })

  test('F33: a file that breaks off in the middle is asked for once more, and whole then', async () => {
    await putMany('client-invoices', 3)
    await upstream((id, response, call) =>
      id === 'i1' && call === 1 ? breakOff(response) : sendPdf(id, response),
    )
    const zip = await read(await post({ source: 'client-invoices', ids: ids(3) }))
    expect(zip.comment).toBe('3 of 3 files')
    expect(zip.files[1]?.bytes.equals(pdfOf('i1'))).toBe(true)
  })

  test('F33: a large file passes through; where it breaks off the ZIP ends visibly and is no whole one', async () => {
    await putMany('client-invoices', 3)
    await upstream((id, response) => sendPdf(id, response, 1, id === 'i1' ? 6_000_000 : undefined))
    const zip = await read(await post({ source: 'client-invoices', ids: ids(3) }))
    expect(zip.files.map(({ isSizedAhead }) => isSizedAhead)).toEqual([true, false, true, true, true])
    expect(zip.files[1]?.bytes.equals(pdfOf('i1', 6_000_000))).toBe(true)
    checkManifest(zip)
    await shared.furrowUpstreams?.close()
    await upstream((id, response) => (id === 'i1' ? breakOff(response, 6_000_000) : sendPdf(id, response)))
    const response = await post({ source: 'client-invoices', ids: ids(3) })
    expect(response.status).toBe(200)
    await expect(response.arrayBuffer()).rejects.toThrow()
    await expect
      .poll(async () => (await events()).at(-1))
      .toMatchObject({
        ...{ action: 'invoice_pdf.pack', outcome: 'failed' },
        details: { invoices: 3, files: 1 },
      })
  })

  test('waits for a source that was left alone after faults, and goes on with what is left', async () => {
    await putMany('client-invoices', 30)
    let calls = 0
    const server = await upstream((id, response) => {
      calls += 1
      if (calls <= 6) response.writeHead(502).end()
      else sendPdf(id, response)
    })
    shared.furrowUpstreams = createUpstreams(settingsFor(server.url), { ...QUICK, gate: { openMs: 300 } })
    const zip = await read(await post({ source: 'client-invoices', ids: ids(30) }))
    const files = names(zip).filter((name) => name.endsWith('.pdf')).length
    expect(files).toBeGreaterThanOrEqual(24)
    expect(linesOf(zip, '_errors.csv').length - 1).toBe(30 - files)
  })
})

describe('who may have what', () => {
  beforeAll(async () => {
    await putInvoices(own.db, [
      anInvoice('hello-tractor', 'mine', { number: 'A', fundingSource: 'AGRI-1' }),
      anInvoice('hello-tractor', 'theirs', { number: 'B', fundingSource: 'AGRI-2' }),
      anInvoice('hello-tractor', 'nobodys', { number: 'C' }),
    ])
  })

  test('H12, H14: one foreign id is as an unknown one, the whole request a 404, and nothing is fetched', async () => {
    const server = await upstream(sendPdf)
    const asked = async (...some: string[]) =>
      problem(await post({ source: 'hello-tractor', ids: ['mine', ...some] }, financier('AGRI-1')))
    const unknown = await asked('unknown')
    expect([unknown.status, unknown.code]).toEqual([404, 'not_found'])
    expect(await asked('theirs')).toEqual(unknown)
    expect(await asked('nobodys')).toEqual(unknown)
    expect(server.seen).toEqual([])
    expect((await events()).map(({ action, outcome }) => [action, outcome])).toContainEqual([
      'access.denied',
      'denied',
    ])
  })

  test('filters reach into the scope alone', async () => {
    const response = await post({ source: 'hello-tractor', filters: {} }, financier('AGRI-9'))
    expect(await problem(response)).toMatchObject({ status: 400, params: ['filters'] })
  })

  test('an invoice that has moved to another funding source since is named, not handed over', async () => {
    const server = await startScripted((_seen, response) => {
      const detail = { id: 'mine', invoice_no: 'A', funding_source: 'AGRI-2', pdf_url: `${server.url}/a.pdf` }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(detail))
    })
    shared.furrowUpstreams = createUpstreams(settingsFor(server.url), QUICK)
    const zip = await read(await post({ source: 'hello-tractor', ids: ['mine'] }, financier('AGRI-1')))
    expect(names(zip)).toEqual(['register.csv', '_errors.csv', 'SHA256SUMS'])
    expect(linesOf(zip, '_errors.csv')[1]).toBe('A,mine,A.pdf,not_found,There is no invoice with this id.')
    expect(server.seen.map(({ url }) => url.pathname)).not.toContain('/a.pdf')
  })

  test('nobody who is not signed in, no other site, no other method', async () => {
    const body = JSON.stringify({ source: 'hello-tractor', ids: ['mine'] })
    const headers = { 'content-type': 'application/json' }
    expect((await ask(pack, PATH, { method: 'POST', body, headers, as: null })).status).toBe(401)
    const foreign = { ...headers, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect(await problem(await ask(pack, PATH, { method: 'POST', body, headers: foreign }))).toMatchObject({
      ...{ status: 403, code: 'cross_site' },
    })
    expect((await ask(pack, PATH)).status).toBe(405)
  })
})

describe('what is asked for wrongly', () => {
  test.each<[string, unknown, number, string[] | undefined]>([
    ['nothing', {}, 400, ['source']],
    ['neither ids nor filters', { source: 'hello-tractor' }, 400, ['ids']],
    ['both', { source: 'hello-tractor', ids: ['a'], filters: {} }, 400, ['ids']],
    ['a source without PDFs', { source: 'payment-links', ids: ['a'] }, 400, ['source']],
    ['no id', { source: 'hello-tractor', ids: [] }, 400, ['ids']],
    ['501 ids', { source: 'hello-tractor', ids: ids(501) }, 400, ['ids']],
    ['nested ids', { source: 'hello-tractor', ids: [['a']] }, 400, ['ids.0']],
    ['an id that is none', { source: 'hello-tractor', ids: ['a', '\u0000'] }, 400, ['ids.1']],
    ['a field that is none', { source: 'hello-tractor', ids: ['a'], role: 'admin' }, 400, ['body']],
    [
      'a filter that is none',
      { source: 'hello-tractor', filters: { nonsense: 'x' } },
      400,
      ['filters.nonsense'],
    ],
    ['a filter of __proto__', '{"source":"hello-tractor","filters":{"__proto__":"x"}}', 400, ['body']],
    [
      'a day that is none',
      { source: 'hello-tractor', filters: { issued_from: '2026-02-30' } },
      400,
      ['filters.issued_from'],
    ],
    [
      'a filter the source lacks',
      { source: 'hello-tractor', filters: { site: ['x'] } },
      400,
      ['filters.site'],
    ],
    [
      'a source in the filters',
      { source: 'hello-tractor', filters: { source: 'x' } },
      400,
      ['filters.source'],
    ],
    ['paging', { source: 'hello-tractor', filters: { limit: '5' } }, 400, ['filters.limit']],
    ['no JSON', 'ids=a', 400, ['body']],
    ['100,000 duplicates', { source: 'hello-tractor', ids: Array(100_000).fill('a') }, 413, undefined],
  ])('H14, H34: %s is told by its field', async (_what, body, status, params) => {
    expect(await problem(await post(body))).toMatchObject({ status, ...(params && { params }) })
  })

  test('another media type is a 415', async () => {
    const response = await post('ids=a', undefined, { 'content-type': 'text/plain' })
    expect(response.status).toBe(415)
  })

  test('500 ids and filters that match 2,000 are welcome, 2,001 are not', async () => {
    await putMany('client-invoices', 2_001)
    const server = await upstream(sendPdf)
    const five = await read(await post({ source: 'client-invoices', ids: ids(500) }))
    expect(five.comment).toBe('500 of 500 files')
    const tooMany = await problem(await post({ source: 'client-invoices', filters: {} }))
    expect(tooMany).toMatchObject({ status: 400, params: ['filters'] })
    expect(tooMany.detail).toContain('2,000')
    expect(server.seen).toHaveLength(500)
    await own.db.execute(sql`update invoice set gone_at = now() where id = 'i0'`)
    const all = await read(await post({ source: 'client-invoices', filters: {} }))
    expect(all.comment).toBe('2000 of 2000 files')
  })
})

describe('S8 one pack at a time', () => {
  beforeAll(() => putMany('client-invoices', 8))
  const body = { source: 'client-invoices', ids: ids(8) }
  /** A source that answers nothing until it is let. */
  const held = async () => {
    const waiting: (() => void)[] = []
    let isOpen = false
    const server = await upstream((id, response) => {
      if (isOpen) sendPdf(id, response)
      else waiting.push(() => sendPdf(id, response))
    })
    const letGo = () => {
      isOpen = true
      for (const answer of waiting) answer()
    }
    return { server, letGo }
  }

  test('H39: of ten at once one is made, the others are told when to come back; then the next one is', async () => {
    const { letGo } = await held()
    const responses = await Promise.all(Array.from({ length: 10 }, () => post(body)))
    const made = responses.filter(({ status }) => status === 200)
    const refused = responses.filter(({ status }) => status === 429)
    expect([made.length, refused.length]).toEqual([1, 9])
    for (const response of refused) {
      const seconds = Number(response.headers.get('retry-after'))
      expect(seconds).toBeGreaterThanOrEqual(1)
      expect(seconds).toBeLessThanOrEqual(60)
      expect((await problem(response)).code).toBe('one_at_a_time')
    }
    // Somebody else's turn is her own.
    const other = await post(body, financier('AGRI-1'))
    expect(other.status).toBe(200)
    letGo()
    for (const response of [...made, other]) expect((await read(response)).comment).toBe('8 of 8 files')
    expect((await read(await post(body))).comment).toBe('8 of 8 files')
  })

  test('F45: one that is cancelled lets its source go within a second, is recorded, and gives the turn back', async () => {
    const { server, letGo } = await held()
    const response = await post(body)
    const reader = response.body?.getReader()
    const reading = reader?.read().catch(() => null)
    await expect.poll(() => server.seen.length).toBe(4)
    await reader?.cancel()
    await reading
    await expect.poll(() => server.openSockets(), { timeout: 1_000 }).toBe(0)
    expect(server.seen).toHaveLength(4)
    await expect
      .poll(async () => (await events()).at(-1))
      .toMatchObject({
        action: 'invoice_pdf.pack',
        outcome: 'aborted',
        details: { bytes: 0, files: 0, invoices: 8 },
      })
    letGo()
    await expect.poll(async () => (await post(body)).status).toBe(200)
  })

  test('F45: bytes that were sent before are in the record of one that is cancelled', async () => {
    await upstream((id, response) => sendPdf(id, response, 1, 200_000))
    const reader = (await post(body)).body?.getReader()
    let bytes = 0
    for (let part = 0; part < 3; part += 1) bytes += (await reader?.read())?.value?.byteLength ?? 0
    await reader?.cancel()
    expect(bytes).toBeGreaterThan(200_000)
    await expect
      .poll(async () => (await events()).at(-1))
      .toMatchObject({ outcome: 'aborted', details: { bytes } })
  })

  test('F36: one that cannot be recorded is refused before its source is asked, and keeps no turn', async () => {
    const server = await upstream(sendPdf)
    await own.db.execute(sql`alter table audit_event rename to audit_event_away`)
    try {
      expect(await problem(await post(body))).toMatchObject({ status: 503, code: 'audit_unavailable' })
    } finally {
      await own.db.execute(sql`alter table audit_event_away rename to audit_event`)
    }
    expect(server.seen).toEqual([])
    expect((await read(await post(body))).comment).toBe('8 of 8 files')
  })

  test('a paused source is a 409 before anything else happens', async () => {
    const server = await upstream(sendPdf)
    const act = (route: typeof pauseRoute, what: string) =>
      ask(route, `/api/sources/client-invoices/${what}`, { method: 'POST' })
    await act(pauseRoute, 'pause')
    expect(await problem(await post(body))).toMatchObject({ status: 409, code: 'source_paused' })
    await act(resumeRoute, 'resume')
    expect(server.seen).toEqual([])
  })
})

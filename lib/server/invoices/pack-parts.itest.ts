import { sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import * as partRoute from '#app/api/invoices/pdf-packs/[pack]/parts/[part]/route.ts'
import * as retryRoute from '#app/api/invoices/pdf-packs/[pack]/retry/route.ts'
import * as packRoute from '#app/api/invoices/pdf-packs/[pack]/route.ts'
import * as openRoute from '#app/api/invoices/pdf-packs/open/route.ts'
import * as packs from '#app/api/invoices/pdf-packs/route.ts'
import { trackZip } from '#lib/api/zip-parts.ts'
import type { PdfPack } from '#lib/invoices/pdf-pack-schema.ts'
import {
  checkManifest,
  ids,
  names,
  openPacks,
  pdfOf,
  problem,
  putMany,
  readPack,
  sendPdf,
  startPdfs,
  toldEvents,
} from '#lib/server/invoices/testing/packs.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { ask, financier } from '#lib/testing/ask.ts'
import { unzip } from '#lib/testing/unzip.ts'
import { readWorkbook, type WorkbookCell } from '#lib/testing/workbook.ts'

// Parts of 200 files take a tenth of the time of parts of 2,000.
vi.mock('#lib/invoices/pack.ts', async (original) => ({
  ...(await original<typeof import('#lib/invoices/pack.ts')>()),
  PART_FILES: 200,
}))

const PATH = '/api/invoices/pdf-packs'
const { own } = await openPacks(packs)

type Asked = { as?: Viewer; signal?: AbortSignal }
const post = (route: Parameters<typeof ask>[0], path: string, body: unknown, { as, signal }: Asked = {}) =>
  ask(route, path, {
    method: 'POST',
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
    ...(as && { as }),
    ...(signal && { signal }),
  })
const create = async (body: unknown, as?: Viewer): Promise<PdfPack> =>
  (await post(packs, PATH, body, { ...(as && { as }) })).json()
const part = (id: string, at: number, body: unknown = {}, asked: Asked = {}) =>
  post(partRoute, `${PATH}/${id}/parts/${at}`, body, asked)
const read = async (id: string): Promise<PdfPack> => (await ask(packRoute, `${PATH}/${id}`)).json()
const revisionOf = (response: Response) => response.headers.get('etag')?.slice(1, -1) ?? ''

/** Reads a response until about `bytes` bytes have come, then leaves. */
async function readSome(response: Response, bytes: number) {
  const tracker = trackZip()
  const chunks: Uint8Array[] = []
  let received = 0
  const reader = response.body!.getReader()
  while (received < bytes) {
    const { value } = await reader.read()
    if (!value) throw new Error('The part ended too early')
    tracker.count(value)
    chunks.push(value)
    received += value.byteLength
  }
  await reader.cancel()
  const { files, bytes: held } = tracker.held()
  return { files, bytes: held, kept: Buffer.concat(chunks).subarray(0, held) }
}

describe('a month of PDFs', () => {
  test('217 in two parts: broken off, continued behind the last whole file, and the failed ones alone again', async () => {
    await putMany(own, 'client-invoices', 217)
    const failed = new Set(['i13', 'i130', 'i98'])
    const calls: string[] = []
    await startPdfs((id, response) => {
      calls.push(id)
      if (failed.has(id)) response.writeHead(404).end()
      else sendPdf(id, response)
    })
    const filters = { sort: 'number' }
    const pack = await create({ source: 'client-invoices', filters })
    expect(pack).toMatchObject({ files: 217, filters: 'sort=number', isChosen: false, missing: [] })
    expect(pack.parts.map(({ files }) => files)).toEqual([200, 17])
    expect(calls).toEqual([])

    const first = await part(pack.id, 1)
    expect([first.status, first.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="invoice-pdfs-client-invoices-${pack.createdAt.slice(0, 10)}-part-1-of-2.zip"`,
    ])
    const some = await readSome(first, 200_000)
    expect(some.files).toBeGreaterThan(50)
    expect((await read(pack.id)).parts[0]).toMatchObject({ isSent: false })
    const callsBefore = calls.length
    const continued = { revision: revisionOf(first), files: some.files, bytes: some.bytes }
    const rest = await readAgain(() => part(pack.id, 1, { continued }))
    const zip = unzip(Buffer.concat([some.kept, rest]))
    expect(zip.comment).toBe('198 of 200 files')
    checkManifest(zip)
    const pdfs = zip.files.filter(({ name }) => name.endsWith('.pdf'))
    expect(pdfs).toHaveLength(198)
    for (const { name, bytes } of pdfs)
      expect(bytes.equals(pdfOf(`i${/N-(\d+)\.pdf$/.exec(name)?.[1]}`))).toBe(true)
    expect(new Set(pdfs.map(({ name }) => name.split('/').slice(0, 2).join('/')))).toEqual(
      new Set(['AGRI-1/2026-W09', ...['10', '11', '12', '13'].map((week) => `AGRI-1/2026-W${week}`)]),
    )
    // No file that had come whole was asked of the source again.
    expect(calls.length - callsBefore).toBeLessThanOrEqual(200 - some.files + 2)
    const { sheets } = readWorkbook(zip.files.find(({ name }) => name === 'register.xlsx')!.bytes)
    const [register = []] = sheets.values()
    expect(register).toHaveLength(201)
    const textOf = (cell: WorkbookCell | undefined) => (cell && 'text' in cell ? cell.text : null)
    const lost = register.filter((row) => textOf(row.M)?.startsWith('missing'))
    expect(lost.map((row) => [row.B, row.N].map(textOf))).toEqual([
      ['i13', 'The source has no PDF for this invoice.'],
      ['i130', 'The source has no PDF for this invoice.'],
    ])

    expect((await readPack(await part(pack.id, 2))).comment).toBe('16 of 17 files')
    const done = await read(pack.id)
    expect(done.parts).toEqual([
      { part: 1, files: 200, whole: 198, missing: 2, isSent: true },
      { part: 2, files: 17, whole: 16, missing: 1, isSent: true },
    ])
    expect(done.missing.map(({ id, number, code }) => [id, number, code]).sort()).toEqual([
      ['i13', 'N-13', 'no_pdf_at_source'],
      ['i130', 'N-130', 'no_pdf_at_source'],
      ['i98', 'N-98', 'no_pdf_at_source'],
    ])

    failed.clear()
    calls.length = 0
    const again: PdfPack = await (await post(retryRoute, `${PATH}/${pack.id}/retry`, undefined)).json()
    expect(again.parts.map(({ files }) => files)).toEqual([198, 16, 3])
    const third = await readPack(await part(pack.id, 3))
    expect(third.comment).toBe('3 of 3 files')
    expect(calls.sort()).toEqual(['i13', 'i130', 'i98'])
    expect((await read(pack.id)).missing).toEqual([])
    expect((await toldEvents(own)).filter(({ action }) => action === 'invoice_pdf.pack')).toMatchObject([
      { outcome: 'ok', details: { part: 1, parts: 2, invoices: 200 } },
      { outcome: 'aborted' },
      { outcome: 'ok', details: { part: 1, after: some.files } },
      { outcome: 'ok', details: { step: 'end', files: 198, missing: 2 } },
      { outcome: 'ok', details: { part: 2 } },
      { outcome: 'ok', details: { step: 'end' } },
      { outcome: 'ok', details: { part: 3, parts: 3 } },
      { outcome: 'ok', details: { step: 'end', files: 3, missing: 0 } },
    ])
  })

  test('continues behind a file of more than 4 MiB, and after a cut within the register', async () => {
    await putMany(own, 'client-invoices', 4)
    await startPdfs((id, response) => sendPdf(id, response, 1, id === 'i1' ? 6_000_000 : undefined))
    const { id } = await create({ source: 'client-invoices', ids: ids(4) })
    const first = await part(id, 1)
    const whole = Buffer.from(await first.arrayBuffer())
    expect(unzip(whole).comment).toBe('4 of 4 files')
    const starts = [...Array(5).keys()].map((files) => ({ files, bytes: endOf(whole, files) }))
    for (const { files, bytes } of starts) {
      const response = await part(id, 1, { continued: { revision: revisionOf(first), files, bytes } })
      const rest = Buffer.from(await response.arrayBuffer())
      expect(Buffer.concat([whole.subarray(0, bytes), rest]).equals(whole)).toBe(true)
    }
    // A place at which no file begins ends without a byte.
    const wrong = await part(id, 1, { continued: { revision: revisionOf(first), files: 2, bytes: 77 } })
    await expect(wrong.arrayBuffer()).rejects.toThrow()
  })

  test('is started anew when a row has changed, and holds nothing outside a scope that has shrunk', async () => {
    await putMany(own, 'client-invoices', 3)
    await startPdfs(sendPdf)
    const viewer = financier('AGRI-1')
    const { id } = await create({ source: 'client-invoices', ids: ids(3) }, viewer)
    const first = await part(id, 1, {}, { as: viewer })
    const some = await readSome(first, 2_500)
    await own.db.execute(sql`update invoice set funding_source = 'OTHER' where id = 'i1'`)
    const continued = { revision: revisionOf(first), files: some.files, bytes: some.bytes }
    await expect
      .poll(async () => problem(await part(id, 1, { continued }, { as: viewer })))
      .toMatchObject({ status: 409, code: 'pack_changed' })
    const zip = await readPack(await part(id, 1, {}, { as: viewer }))
    expect(zip.comment).toBe('2 of 3 files')
    expect(names(zip).filter((name) => name.endsWith('.pdf'))).toEqual([
      'AGRI-1/2026-W09/N-0.pdf',
      'AGRI-1/2026-W10/N-2.pdf',
    ])
    const told: PdfPack = await (await ask(packRoute, `${PATH}/${id}`, { as: viewer })).json()
    expect(told.missing).toMatchObject([{ id: 'i1', number: null, customer: null, code: 'not_in_scope' }])
  })

  test('belongs to its viewer alone', async () => {
    await putMany(own, 'client-invoices', 1)
    await startPdfs(sendPdf)
    const { id } = await create({ source: 'client-invoices', ids: ids(1) }, financier('AGRI-1'))
    for (const response of [
      await ask(packRoute, `${PATH}/${id}`),
      await part(id, 1),
      await post(retryRoute, `${PATH}/${id}/retry`, undefined),
    ])
      expect(await problem(response)).toMatchObject({ status: 404, code: 'not_found' })
    const listed = async (as: Viewer) => (await (await ask(openRoute, `${PATH}/open`, { as })).json()).packs
    expect((await listed(financier('AGRI-1'))).map((pack: PdfPack) => pack.id)).toContain(id)
    expect(await listed({ ...financier('AGRI-1'), id: 'somebody else' })).toEqual([])
    const outside = await post(
      packs,
      PATH,
      { source: 'client-invoices', ids: ids(1) },
      { as: financier('X') },
    )
    expect(outside.status).toBe(404)
    expect(await problem(await part(id, 2, {}, { as: financier('AGRI-1') }))).toMatchObject({ status: 404 })
  })
})

/** Posts until the lock of the download that was left is free, and reads the answer. */
async function readAgain(ask: () => Promise<Response>): Promise<Buffer> {
  let response = await ask()
  await expect
    .poll(async () => {
      if (response.status === 429) response = await ask()
      return response.status
    })
    .toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

/** Returns where the first `files` files of a ZIP end, by its central directory. */
function endOf(zip: Buffer, files: number): number {
  let at = zip.readUInt32LE(zip.length - '4 of 4 files'.length - 22 + 16)
  const starts: number[] = []
  while (zip.readUInt32LE(at) === 0x02014b50) {
    starts.push(zip.readUInt32LE(at + 42))
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return starts[files] ?? Number.NaN
}

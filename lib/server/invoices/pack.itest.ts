import type { ServerResponse } from 'node:http'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import * as pack from '#app/api/invoices/pdf-pack/route.ts'
import type { Sandbox } from '#lib/sandbox/http/sandbox.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { startSmallSandbox } from '#lib/sandbox/testing.ts'
import { readEnv } from '#lib/server/config/env.ts'
import {
  breakOff,
  checkManifest,
  ids,
  linesOf,
  names,
  openPacks,
  pdfOf,
  putMany,
  readPack,
  sendPdf,
  spooledFiles,
  startPdfs,
  toldEvents,
} from '#lib/server/invoices/testing/packs.ts'
import { QUICK, settingsFor } from '#lib/server/upstream/testing/settings.ts'
import { anInvoice, putInvoices } from '#lib/testing/rows.ts'
import { askUpstreams } from '#lib/testing/scripted-upstream.ts'

const { own, postPack } = await openPacks(pack)

describe('a pack of PDFs', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSmallSandbox()
    return sandbox.close
  })

  test.each(['hello-tractor', 'client-invoices'] as const)(
    "of %s holds the source's files in the requested order, with register and checksums",
    async (source) => {
      const truth = source === 'hello-tractor' ? sandbox.truth.invoices() : sandbox.truth.clientInvoices()
      await putInvoices(
        own.db,
        truth.map(({ id }) => anInvoice(source, id, { number: `No ${id}`, amount: '7.10', currency: 'KES' })),
      )
      await askUpstreams(readEnv(sandboxEnvironment(sandbox)))
      const asked = truth
        .slice(0, 12)
        .map(({ id }) => id)
        .reverse()
      const response = await postPack({ source, ids: [...asked, asked[0]] })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
      expect(response.headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment; filename="invoice-pdfs-${source}-\\d{4}-\\d\\d-\\d\\d\\.zip"$`),
      )
      const zip = await readPack(response)
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

  test('holds the rows of the list in its order when requested by filters', async () => {
    await putMany(own, 'client-invoices', 40)
    await startPdfs(sendPdf)
    const filters = { issued_from: '2026-03-05', issued_to: '2026-03-06', sort: 'number' }
    const zip = await readPack(await postPack({ source: 'client-invoices', filters }))
    expect(names(zip)).toEqual([
      ...['N-32.pdf', 'N-33.pdf', 'N-4.pdf', 'N-5.pdf'],
      ...['register.csv', 'SHA256SUMS'],
    ])
    expect(linesOf(zip, 'register.csv')).toContain(`# Filter,issued_from,2026-03-05${','.repeat(10)}`)
    expect(linesOf(zip, 'register.csv')[1]).toBe(
      "N-32,i32,'=cmd,,-12.50,NGN,,2026-03-05,,AGRI-1,N-32.pdf,2000,in this pack",
    )
  })

  test('F32: names 7 of 200 that fail with their reasons, and holds the other 193', async () => {
    await putMany(own, 'client-invoices', 200)
    const faults: Record<string, (response: ServerResponse, call: number) => void> = {
      i3: (response) => void response.writeHead(404).end(),
      i33: (response) => void response.writeHead(403).end(),
      i63: (response) => void response.writeHead(500).end(),
      i93: (response) => void response.writeHead(200).end('<html>sorry</html>'),
      i123: (response) => breakOff(response),
      i153: (response) => void response.writeHead(200, { 'content-length': 9_000_000 }).write('%PDF-'),
      i183: (response) => response.destroy(),
    }
    const server = await startPdfs((id, response, call) => {
      const fault = faults[id]
      if (fault) fault(response, call)
      else sendPdf(id, response)
    })
    const zip = await readPack(await postPack({ source: 'client-invoices', ids: ids(200) }))
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
      [
        'i153',
        'N-153.pdf',
        'upstream_too_large',
        'Client invoices sent a file larger than the limit of 7.6 MB.',
      ],
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
    expect(await toldEvents(own)).toMatchObject([
      {
        action: 'invoice_pdf.pack',
        outcome: 'ok',
        subject: 'source:client-invoices',
        details: { invoices: 200 },
      },
      { outcome: 'ok', details: { step: 'end', invoices: 200, files: 193, missing: 7 } },
    ])
  })

  test('F33: retries a file that breaks off in the middle, and holds it whole', async () => {
    await putMany(own, 'client-invoices', 3)
    await startPdfs((id, response, call) =>
      id === 'i1' && call === 1 ? breakOff(response) : sendPdf(id, response),
    )
    const zip = await readPack(await postPack({ source: 'client-invoices', ids: ids(3) }))
    expect(zip.comment).toBe('3 of 3 files')
    expect(zip.files[1]?.bytes.equals(pdfOf('i1'))).toBe(true)
  })

  test('F33: names a large file as missing if it exceeds the limit or breaks off, and holds the others whole', async () => {
    await putMany(own, 'client-invoices', 4)
    const server = await startPdfs((id, response) => {
      if (id === 'i1') sendPdf(id, response, 1, 20_000_000)
      else if (id === 'i2') breakOff(response, 6_000_000)
      else sendPdf(id, response, 1, id === 'i3' ? 6_000_000 : undefined)
    })
    const zip = await readPack(await postPack({ source: 'client-invoices', ids: ids(4) }))
    expect(names(zip)).toEqual(['N-0.pdf', 'N-3.pdf', 'register.csv', '_errors.csv', 'SHA256SUMS'])
    expect(zip.comment).toBe('2 of 4 files')
    expect(zip.files[1]?.bytes.equals(pdfOf('i3', 6_000_000))).toBe(true)
    checkManifest(zip)
    expect(linesOf(zip, '_errors.csv').map((line) => line.split(',').slice(1))).toEqual([
      ['id', 'file', 'code', 'reason'],
      ['i1', 'N-1.pdf', 'upstream_too_large', 'Client invoices sent a file larger than the limit of 7.6 MB.'],
      ['i2', 'N-2.pdf', 'upstream_malformed', 'Client invoices broke off its answer.'],
    ])
    expect(server.seen.filter(({ url }) => url.pathname.includes('/i2/'))).toHaveLength(2)
    expect(await spooledFiles()).toEqual([])
  })

  test('names a large file as missing when the disk has no room, and holds the others', async () => {
    await putMany(own, 'client-invoices', 3)
    await startPdfs((id, response) => sendPdf(id, response, 1, id === 'i1' ? 6_000_000 : undefined))
    vi.stubEnv('TMPDIR', '/nowhere')
    onTestFinished(() => void vi.stubEnv('TMPDIR', undefined))
    const zip = await readPack(await postPack({ source: 'client-invoices', ids: ids(3) }))
    expect(zip.comment).toBe('2 of 3 files')
    expect(linesOf(zip, '_errors.csv')[1]).toContain('i1,N-1.pdf,no_room,This server has no room')
    checkManifest(zip)
  })

  test('F45: leaves nothing on disk and ends its calls when nobody reads the pack any more', async () => {
    await putMany(own, 'client-invoices', 4)
    let hasEnded = false
    await startPdfs((id, response) => {
      if (id !== 'i3') return sendPdf(id, response, 1, 6_000_000)
      response.on('close', () => {
        hasEnded = true
      })
      response.writeHead(200).write(pdfOf(id, 5_000_000))
    })
    const response = await postPack({ source: 'client-invoices', ids: ids(4) })
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await expect.poll(() => hasEnded).toBe(true)
    await expect.poll(spooledFiles).toEqual([])
  })

  test('waits for a source whose circuit is open, and goes on with the remaining files', async () => {
    await putMany(own, 'client-invoices', 30)
    let calls = 0
    const server = await startPdfs((id, response) => {
      calls += 1
      if (calls <= 6) response.writeHead(502).end()
      else sendPdf(id, response)
    })
    await askUpstreams(settingsFor(server.url), { ...QUICK, gate: { openMs: 300 } })
    const zip = await readPack(await postPack({ source: 'client-invoices', ids: ids(30) }))
    const files = names(zip).filter((name) => name.endsWith('.pdf')).length
    expect(files).toBeGreaterThanOrEqual(24)
    expect(linesOf(zip, '_errors.csv').length - 1).toBe(30 - files)
  })
})

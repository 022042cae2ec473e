import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_DIALECT } from '#lib/sandbox/options.ts'
import { get, startSmallSandbox } from '#lib/sandbox/testing.ts'
import type { Sandbox } from './sandbox.ts'

const INVOICES = '/payg/lms/invoices'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSmallSandbox()
})
afterEach(() => {
  sandbox.setDialect(DEFAULT_DIALECT)
  for (const { id } of sandbox.truth.invoices()) sandbox.rows.restore('invoices', id)
})
afterAll(() => sandbox.close())

async function ask(path: string) {
  const answer = await get(sandbox, path, sandbox.keys.helloTractor)
  return { ...answer, json: JSON.parse(answer.text) }
}

/** The text of a PDF and its bytes. */
async function readPdf(url: string) {
  const response = await fetch(url)
  const bytes = Buffer.from(await response.arrayBuffer())
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return { type: response.headers.get('content-type'), bytes, text }
}

describe('invoices', () => {
  test("have exactly the seed's fields, and four more in the detail", async () => {
    const { json } = await ask(INVOICES)
    const fields = ['id', 'invoice_no', 'title', 'total', 'usd_total', 'invoice_paid', 'created_at']
    for (const row of json.results) expect(Object.keys(row)).toEqual(fields)
    expect(json.results[0].id).toMatch(/^inv-/)
    expect(json.results[0].invoice_no).toMatch(/^INV-2026-\d{6}$/)
    expect(json.results[0].created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const one = await ask(`${INVOICES}/${json.results[0].id}`)
    expect(Object.keys(one.json)).toEqual([
      ...fields,
      'pdf_url',
      'invoice_type',
      'maintenance_fees',
      'user_id',
    ])
    expect((await ask(`${INVOICES}/inv-none`)).status).toBe(404)
    expect((await ask(`${INVOICES}/%E0%A4%A`)).status).toBe(404)
  })

  test('include or exclude the last day of a range, as the dialect says', async () => {
    const count = (day: string) => sandbox.truth.invoices().filter(({ at }) => at.startsWith(day)).length
    const both = count('2026-11-16') + count('2026-11-17')
    expect(count('2026-11-17')).toBeGreaterThan(0)
    const range = `${INVOICES}?date_from=2026-11-16&date_to=2026-11-17`
    expect((await ask(range)).json.count).toBe(count('2026-11-16'))
    sandbox.setDialect({ dateTo: 'whole-day' })
    expect((await ask(range)).json.count).toBe(both)
  })

  test('are found by number and title', async () => {
    const number = String(sandbox.truth.invoices().at(-1)?.row.invoice_no)
    expect((await ask(`${INVOICES}?search=${number}`)).json.results).toHaveLength(1)
    expect((await ask(`${INVOICES}?search=REGISTRATION`)).json.count).toBeGreaterThan(0)
  })

  test('have real PDFs with their own number, party and total', async () => {
    const numbers = new Set<string>()
    for (const { id, row } of sandbox.truth.invoices().slice(0, 30)) {
      const { json } = await ask(`${INVOICES}/${id}`)
      if (json.pdf_url === null || row.total === null) continue
      sandbox.rows.change({ resource: 'invoices', id, fields: { pdf: 'ready' } })
      const { type, bytes, text } = await readPdf(json.pdf_url)
      expect(type).toBe('application/pdf')
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      expect(bytes.includes(String(row.invoice_no))).toBe(true)
      expect(text).toContain(String(row.invoice_no))
      if (/^\d+\.\d\d$/.test(String(row.total))) expect(text).toContain(String(row.total))
      numbers.add(bytes.toString('latin1'))
    }
    expect(numbers.size).toBeGreaterThan(20)
  })

  test('print names beyond Latin letters so that a reader can extract them', async () => {
    const contract = '<b>Bold Harvest</b> Ltd'
    const texts: string[] = []
    for (const { id } of sandbox.truth
      .invoices()
      .filter(({ contract: code }) => /-000[1235]$/.test(code))
      .slice(0, 40)) {
      sandbox.rows.change({ resource: 'invoices', id, fields: { pdf: 'ready' } })
      texts.push((await readPdf((await ask(`${INVOICES}/${id}`)).json.pdf_url)).text.normalize('NFC'))
    }
    const all = texts.join('\n')
    for (const name of ["Ng'ang'a & Sons", 'Ẹgbẹ́ Àgbẹ̀ Ọ̀yọ́', '"Mama Njeri"', contract]) {
      expect(all).toContain(name.normalize('NFC'))
    }
  })

  test('have no PDF address without a PDF, and 404 for a lost file', async () => {
    const id = sandbox.truth.invoices().at(-1)?.id ?? ''
    sandbox.rows.change({ resource: 'invoices', id, fields: { pdf: 'none' } })
    expect((await ask(`${INVOICES}/${id}`)).json.pdf_url).toBeNull()
    sandbox.rows.change({ resource: 'invoices', id, fields: { pdf: 'lost' } })
    expect((await fetch((await ask(`${INVOICES}/${id}`)).json.pdf_url)).status).toBe(404)
  })

  test('keep their files behind a signature that expires', async () => {
    const id = sandbox.truth.invoices().at(-1)?.id ?? ''
    sandbox.rows.change({ resource: 'invoices', id, fields: { pdf: 'ready' } })
    const url = new URL((await ask(`${INVOICES}/${id}`)).json.pdf_url)
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(`${url.origin}${url.pathname}`)).status).toBe(403)
    url.searchParams.set('expires', '99999999999')
    expect((await fetch(url)).status).toBe(403)
    const brief = await startSmallSandbox({ pdfUrlSeconds: 0 })
    const { text } = await get(brief, `${INVOICES}/${id}`, brief.keys.helloTractor)
    expect((await fetch(JSON.parse(text).pdf_url)).status).toBe(410)
    await brief.close()
  })
})

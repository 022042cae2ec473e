import { type SQL, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as exportPeriods from '#app/api/billing-periods/export/route.ts'
import * as exportInvoices from '#app/api/invoices/export/route.ts'
import { rows } from '#lib/server/db/client.ts'
import { admin, ask, financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

/** Returns a response's text with the byte order mark, which `text()` would remove. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
}

/** Parses RFC 4180 independently of the product's code. */
function parseCsv(text: string): string[][] {
  expect(text.charCodeAt(0)).toBe(0xfeff)
  const lines: string[][] = [[]]
  for (const match of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    const [all, quoted, plain = '', end] = match
    if (all === '' && end === '') break
    lines.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}

/**
 * Expects each exported cell to equal its column in the table, with an apostrophe before text that may be a
 * formula.
 */
async function expectAsStored(handlers: Parameters<typeof ask>[0], path: string, table: SQL): Promise<void> {
  const stored = await rows<Record<string, unknown>>(own.db, sql`select * from ${table}`)
  const [header = [], ...lines] = parseCsv(await textOf(await ask(handlers, path)))
  const found = new Map(lines.slice(0, stored.length).map((line) => [line[header.indexOf('id')], line]))
  const isText = (name: string) =>
    !name.endsWith('_at') && stored.some((row) => typeof row[name] === 'string')
  const columns = header.filter(isText)
  expect(columns.length).toBeGreaterThan(6)
  for (const row of stored) {
    const line = found.get(asText(row.id))
    expect(columns.map((name) => line?.[header.indexOf(name)])).toEqual(
      columns.map((name) => asText(row[name])),
    )
  }
}

/** Returns the expected CSV cell of a value, computed independently of the product's code. */
function asText(value: unknown): string {
  const text = value === null ? '' : String(value)
  const first = [...text].find((char) => !/\s|\p{Cc}/u.test(char)) ?? ''
  const begun = '=+-@＝＋－＠'.includes(first) && first !== '' && !isPlainNumber(text) ? `'${text}` : text
  return begun.split(/(?<=[,;\t|\r\n])/).reduce((done, part) => done + (isFormula(part) ? `'${part}` : part))
}

/**
 * True if the part after a separator begins a formula with its first character beside blanks, controls and
 * quotes.
 */
function isFormula(part: string): boolean {
  const first = [...part].find((char) => !/\s|\p{Cc}|["']/u.test(char)) ?? ''
  return first !== '' && '=+-@＝＋－＠'.includes(first)
}

const isPlainNumber = (text: string) => /^-?[0-9]+([.][0-9]+)?$/.test(text)

const openConnections = () =>
  rows<{ count: number }>(
    own.db,
    sql`select count(*)::int as count from pg_stat_activity
      where datname = current_database() and state <> 'idle' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  )

describe('a CSV report', () => {
  test('of one row uses the singular', async () => {
    await putPeriods(own.db, [period('1', { currency: 'NGN', amount: '2.50', startDate: '2026-03-04' })])
    const lines = parseCsv(await textOf(await ask(exportPeriods, '/api/billing-periods/export?format=csv')))
    expect(lines.find(([name]) => name === '# Total NGN')).toContain('1 row')
  })

  test('holds the whole filtered set in order, and describes itself at its end', async () => {
    await putPeriods(
      own.db,
      Array.from({ length: 2_500 }, (_, at) =>
        period(String(at), {
          startDate: at % 3 ? '2026-03-04' : null,
          currency: at % 2 ? 'NGN' : 'KES',
          amount: '1.11',
        }),
      ),
    )
    const response = await ask(
      exportPeriods,
      '/api/billing-periods/export?format=csv&currency=NGN&sort=start_date',
    )
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="billing-periods-\d{4}-\d\d-\d\d\.csv"$/,
    )
    const [header = [], ...lines] = parseCsv(await textOf(response))
    const data = lines.filter((line) => !line[0]?.startsWith('# '))
    const notes = lines.filter((line) => line[0]?.startsWith('# '))
    expect(header.slice(0, 5)).toEqual(['id', 'contract', 'start_date', 'end_date', 'week'])
    expect(data).toHaveLength(1_250)
    expect(lines.slice(0, 1_250)).toEqual(data)
    expect(data[0]?.slice(2, 8)).toEqual(['2026-03-04', '', '2026-03-02', '', 'NGN', '1.11'])
    expect(data.at(-1)?.[2]).toBe('')
    expect(lines.every((line) => line.length === header.length)).toBe(true)
    const told = notes.map((line) => line.filter((cell) => cell !== ''))
    expect(told).toEqual(
      expect.arrayContaining([
        ['# Filter', 'currency', 'NGN'],
        ['# Filter', 'sort', 'start_date'],
        ['# Rows', '1250'],
        ['# Total NGN', '1387.50', '1250 rows', '0 of unknown amount'],
        ['# Partial', '…', '…', 'No data from Hello Tractor has been synced yet.'],
        ['# Complete', 'no: rows may be missing (see Partial)'],
        ['# Snapshot', '1'],
      ]),
    )
    expect(told.at(-1)).toEqual(['# End of report'])
  })

  test.each([
    ['=HYPERLINK("http://evil")', '\'=HYPERLINK("http://evil")'],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\n=1', "'\n'=1"],
    ['＝1', "'＝1"],
    ['"=1', '"=1'],
    ['a,b "c"\r\nd', 'a,b "c"\r\nd'],
    ['Äcker & Söhne', 'Äcker & Söhne'],
  ])('%j stays text, and numbers stay numbers', async (customer, cell) => {
    await putInvoices(own.db, [
      anInvoice('payment-links', '1', { customer, title: customer, amount: '-12.50', currency: 'AUD' }),
    ])
    const response = await ask(exportInvoices, '/api/invoices/export?source=payment-links')
    const [header = [], line = []] = parseCsv(await textOf(response))
    expect(line[header.indexOf('customer')]).toBe(cell)
    expect(line[header.indexOf('amount')]).toBe('-12.50')
  })

  test('holds every text of both lists unchanged, whatever the text', async () => {
    const bits = [
      '"',
      ',',
      '\r',
      '\n',
      '\r\n',
      '=',
      '+',
      '-',
      '@',
      '＝',
      '\t',
      ' ',
      '\u00a0',
      '\u0085',
      "'",
      'a',
      '1',
      '.',
      '\\.',
      '',
    ]
    const hostile = fc.array(fc.constantFrom(...bits, 'é', '😀', '\u2028', '\u0001', ';'), { maxLength: 7 })
    const text = hostile.map((parts) => parts.join(''))
    const periods = fc.record({
      contract: text,
      status: text,
      currency: text,
      amountIssue: text,
      fundingSource: text,
    })
    const invoices = fc.record({
      number: text,
      title: text,
      customer: text,
      accountNumber: text,
      siteRef: text,
      siteName: text,
      invoiceType: text,
      invoiceTypeLabel: text,
      currency: text,
      amountIssue: text,
      state: text,
      funnelState: text,
      fundingSource: text,
    })
    const lists = fc.tuple(fc.array(periods, { minLength: 200 }), fc.array(invoices, { minLength: 200 }))
    const [[manyPeriods, manyInvoices] = [[], []]] = fc.sample(lists, 1)
    await putPeriods(
      own.db,
      manyPeriods.map((fields, at) => period(`${fields.contract}#${at}`, fields)),
    )
    await putInvoices(
      own.db,
      manyInvoices.map((fields, at) => anInvoice('payment-links', `${fields.title}#${at}`, fields)),
    )
    await expectAsStored(exportPeriods, '/api/billing-periods/export', sql`billing_period`)
    await expectAsStored(exportInvoices, '/api/invoices/export?source=payment-links', sql`invoice`)
  })

  test('holds no field of the raw record', async () => {
    await putInvoices(own.db, [
      anInvoice('payment-links', '1', {
        raw: { url: 'https://pay.example/canary', email: 'canary@example.com' },
      }),
    ])
    const response = await ask(exportInvoices, '/api/invoices/export?source=payment-links')
    expect(await response.text()).not.toContain('canary')
  })

  test('releases its connection at once when cancelled', async () => {
    await putPeriods(
      own.db,
      Array.from({ length: 5_000 }, (_, at) => period(String(at))),
    )
    for (let round = 0; round < 6; round += 1) {
      const response = await ask(exportPeriods, '/api/billing-periods/export')
      const reader = response.body?.getReader()
      await reader?.read()
      expect((await openConnections())[0]?.count).toBe(1)
      await reader?.cancel()
      await expect.poll(async () => (await openConnections())[0]?.count).toBe(0)
    }
  })

  test('reads one snapshot, without changes made while it streams', async () => {
    await putPeriods(
      own.db,
      Array.from({ length: 3_000 }, (_, at) => period(String(at).padStart(5, '0'), { contract: 'before' })),
    )
    const response = await ask(exportPeriods, '/api/billing-periods/export?sort=contract')
    const reader = response.body?.getReader()
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    let text = decoder.decode((await reader?.read())?.value)
    await own.db.execute(sql`update billing_period set contract = 'after'`)
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      text += decoder.decode(part.value)
    expect(text.match(/before/g)).toHaveLength(3_000)
    expect(text).not.toContain('after')
  })

  test('is refused while four others run, and accepted afterwards', async () => {
    const open = await Promise.all(
      [operator, operator, admin, admin].map((as) =>
        ask(exportPeriods, '/api/billing-periods/export', { as }),
      ),
    )
    const refused = await ask(exportPeriods, '/api/billing-periods/export', { as: financier('A') })
    expect([refused.status, refused.headers.get('retry-after'), (await refused.json()).code]).toEqual([
      503,
      '2',
      'busy',
    ])
    await Promise.all(open.map((response) => response.body?.cancel()))
    const welcome = await ask(exportPeriods, '/api/billing-periods/export')
    expect(welcome.status).toBe(200)
    await welcome.body?.cancel()
  })
})

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as exportPeriods from '#app/api/billing-periods/export/route.ts'
import * as exportInvoices from '#app/api/invoices/export/route.ts'
import { rows } from '#lib/server/db/client.ts'
import { ask, financier, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { readWorkbook } from '#lib/testing/workbook.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const read = async (response: Response) => readWorkbook(Buffer.from(await response.arrayBuffer()))
const PERIODS = '/api/billing-periods/export?format=xlsx'

describe('a spreadsheet of a report', () => {
  test('holds the whole filtered set in order, with typed dates, amounts and text', async () => {
    const many = Array.from({ length: 2_500 }, (_, at) =>
      period(String(at), {
        ...{
          contract: `=HT("${at}")`,
          startDate: at % 3 ? '2026-03-04' : null,
          currency: at % 2 ? 'NGN' : 'KES',
        },
        amount: at === 1 ? '12345678901234.56' : '1.11',
      }),
    )
    await putPeriods(own.db, many)
    const response = await ask(exportPeriods, `${PERIODS}&currency=NGN&sort=start_date`)
    expect(response.headers.get('content-type')).toBe(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="billing-periods-\d{4}-\d\d-\d\d\.xlsx"$/,
    )
    const { parts, sheets } = await read(response)
    expect([...sheets.keys()]).toEqual(['Billing periods', 'About'])
    const [heading = {}, ...lines] = sheets.get('Billing periods') ?? []
    expect(Object.values(heading).slice(0, 3)).toEqual([
      { text: 'id' },
      { text: 'contract' },
      { text: 'start_date' },
    ])
    expect(lines).toHaveLength(1_250)
    expect(lines.find(({ A }) => JSON.stringify(A) === '{"text":"1"}')).toMatchObject({
      B: { text: '=HT("1")' },
      C: { number: '46085', style: 2 },
      E: { number: '46083', style: 2 },
      H: { text: '12345678901234.56' },
      L: { number: '46083.33333475694', style: 3 },
    })
    expect(lines[5]?.H).toEqual({ number: '1.11', style: 7 })
    expect(lines.at(-1)?.C).toBeUndefined()
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain('<autoFilter ref="A1:M1251"/>')
    expect(sheet).toContain('state="frozen"')
    expect(sheet).not.toContain('<f>')
  })

  test('describes its rows on a second sheet', async () => {
    await putPeriods(own.db, [period('1', { currency: 'NGN', amount: '2.55', startDate: '2026-03-04' })])
    const { sheets } = await read(await ask(exportPeriods, `${PERIODS}&currency=NGN`))
    expect(sheets.get('About')?.map((line) => Object.values(line))).toEqual(
      expect.arrayContaining([
        [{ text: 'Report' }, { text: 'Billing periods' }],
        [{ text: 'Filter' }, { text: 'currency' }, { text: 'NGN' }],
        [{ text: 'Rows' }, { number: '1', style: 21 }],
        [
          { text: 'Total NGN' },
          { number: '2.55', style: 7 },
          { number: '1', style: 21 },
          { text: 'row' },
          { number: '0', style: 21 },
          { text: 'of unknown amount' },
        ],
        [
          { text: 'Partial' },
          { text: '…' },
          { text: '…' },
          { text: 'No data from Hello Tractor has been synced yet.' },
        ],
        [{ text: 'Complete' }, { text: 'no: rows may be missing (see Partial)' }],
        [{ text: 'Instants' }, { text: 'in UTC' }],
      ]),
    )
  })

  test('names its default style, and counts each list of styles correctly (ECMA-376 18.8)', async () => {
    const { parts, sheets } = await read(await ask(exportPeriods, PERIODS))
    const styles = parts.get('xl/styles.xml') ?? ''
    const order = [...styles.matchAll(/<(\w+) count="(\d+)">(.*?)<\/\1>/gs)]
    expect(order.map(([, name]) => name)).toEqual(
      'numFmts fonts fills borders cellStyleXfs cellXfs cellStyles'.split(' '),
    )
    const child = {
      numFmts: 'numFmt',
      fonts: 'font',
      fills: 'fill',
      borders: 'border',
      cellStyles: 'cellStyle',
    }
    for (const [, name = '', count, inner = ''] of order) {
      const element = name in child ? child[name as keyof typeof child] : 'xf'
      expect([name, inner.match(new RegExp(`<${element}[ >/]`, 'g'))?.length]).toEqual([name, Number(count)])
    }
    expect(styles).toContain('<cellStyle name="Normal" xfId="0" builtinId="0"/>')
    const cells = [...sheets.values()].flat().flatMap((line) => Object.values(line))
    const used = cells.flatMap((cell) => ('style' in cell ? [cell.style] : []))
    const xfs = Number(/<cellXfs count="(\d+)"/.exec(styles)?.[1])
    expect(Math.max(...used)).toBeLessThan(xfs)
  })

  test('keeps the source’s texts unchanged', async () => {
    const hostile = [
      '=HYPERLINK("http://evil")',
      '\n=1',
      ' a\r\nb ',
      '_x0041_',
      'a\u0001b',
      '<b>&amp;"',
      '＝1 😀',
    ]
    await putInvoices(
      own.db,
      hostile.map((customer, at) => anInvoice('payment-links', String(at), { customer })),
    )
    const { sheets } = await read(
      await ask(exportInvoices, '/api/invoices/export?source=payment-links&format=xlsx'),
    )
    const lines = sheets.get('Invoices of Payment links')?.slice(1)
    const found = lines?.toSorted((a, b) => JSON.stringify(a.B).localeCompare(JSON.stringify(b.B)))
    expect(found?.map(({ E }) => E)).toEqual(hostile.map((customer) => ({ text: customer })))
  })

  test('holds only the rows in scope', async () => {
    await putPeriods(own.db, [
      period('1', { fundingSource: 'Ours' }),
      period('2', { fundingSource: 'Theirs' }),
      period('3'),
    ])
    const { parts, sheets } = await read(await ask(exportPeriods, PERIODS, { as: financier('Ours') }))
    expect(
      sheets
        .get('Billing periods')
        ?.slice(1)
        .map(({ A }) => A),
    ).toEqual([{ text: '1' }])
    expect([...parts.values()].join()).not.toContain('Theirs')
  })

  test('is valid without any rows', async () => {
    await putPeriods(own.db, [])
    const { sheets } = await read(await ask(exportPeriods, PERIODS))
    expect(sheets.get('Billing periods')).toHaveLength(1)
  })

  test('releases its connection at once when cancelled', async () => {
    await putPeriods(
      own.db,
      Array.from({ length: 5_000 }, (_, at) => period(String(at))),
    )
    const response = await ask(exportPeriods, PERIODS)
    const reader = response.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    await reader?.cancel()
    const open = sql`select 1 from pg_stat_activity where datname = current_database() and state <> 'idle'
      and backend_type = 'client backend' and pid <> pg_backend_pid()`
    await expect.poll(async () => (await rows(own.db, open)).length).toBe(0)
  })

  test('is refused with a remedy if it has more rows than a sheet', async () => {
    await putPeriods(own.db, [period('1', { currency: 'NGN', startDate: '2026-03-04' })])
    await own.db.execute(sql`update billing_period_year set count = 1048576`)
    const refused = await ask(exportPeriods, PERIODS)
    const { code, detail } = await refused.json()
    expect([refused.status, code]).toEqual([400, 'too_many_rows'])
    expect(detail).toContain('format=csv')
    const offered = await ask(exportPeriods, PERIODS.replace('xlsx', 'csv'))
    expect(offered.status).toBe(200)
    await offered.body?.cancel()
  })
})

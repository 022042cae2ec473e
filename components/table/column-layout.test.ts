import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TableColumnMeta } from './column.ts'
import { amountWidth, gridTemplate, readColumns, readLayout, writeLayout } from './column-layout.ts'

const metas = new Map<string, TableColumnMeta>([
  ['contract', { label: 'Contract', width: 128, grow: 2, isDefault: true }],
  ['status', { label: 'Status', width: 104, grow: 0, isDefault: true }],
  ['amount', { label: 'Amount', width: 148, grow: 0, isDefault: true }],
  ['id', { label: 'Id', width: 96 }],
])

/** The columns that a layout shows, in order, with the widths that the user chose. */
function shown(text: string | null) {
  const layout = readLayout(text, metas)
  return [...new Set([...layout.columnOrder, ...metas.keys()])].flatMap((id) => {
    if (!metas.has(id) || layout.columnVisibility[id] === false) return []
    return [{ id, width: layout.columnSizing[id] ?? null }]
  })
}

describe('the columns parameter', () => {
  test('means the default columns when absent, which are never written', () => {
    expect(shown(null).map((column) => column.id)).toEqual(['contract', 'status', 'amount'])
    expect(writeLayout(readLayout(null, metas), metas)).toBeNull()
  })

  test('ignores unknown and repeated names and keeps widths within bounds', () => {
    expect(shown('id.20,ghost,id,amount.999')).toEqual([
      { id: 'id', width: 64 },
      { id: 'amount', width: 960 },
    ])
  })

  test('shows the default columns if it names none that is known', () => {
    expect(shown('ghost').map((column) => column.id)).toEqual(['contract', 'status', 'amount'])
  })

  test('keeps the first column in view, with the checkboxes before it', () => {
    expect(readLayout('status.pin,amount', metas).columnPinning).toEqual({
      start: ['select', 'status'],
      end: [],
    })
    expect(readLayout('status,amount.pin', metas).columnPinning).toEqual({ start: [], end: [] })
  })

  test('gives the pin to the column that is first now', () => {
    const layout = readLayout('status.120.pin,amount', metas)
    expect(writeLayout({ ...layout, columnOrder: ['amount', 'status'] }, metas)).toBe('amount.pin,status.120')
  })

  test('adds a column that is shown again at the end', () => {
    const layout = readLayout('status,amount', metas)
    expect(writeLayout({ ...layout, columnVisibility: { id: false } }, metas)).toBe('status,amount,contract')
  })

  test('reads back any choice as written', () => {
    const columns = fc
      .uniqueArray(fc.constantFrom(...metas.keys()), { minLength: 1 })
      .chain((ids) =>
        fc.tuple(fc.boolean(), ...ids.map((id) => width().map((px) => (px === null ? id : `${id}.${px}`)))),
      )
    fc.assert(
      fc.property(columns, ([isPinned, first, ...rest]) => {
        const text = [isPinned ? `${first}.pin` : first, ...rest].join(',')
        expect(readColumns(text)).toBe(text)
        expect(writeLayout(readLayout(text, metas), metas) ?? 'contract,status,amount').toBe(text)
      }),
    )
  })

  test.each([
    'Contract',
    'a,,b',
    'contract.1',
    'contract.10000',
    'contract.pin.120',
    'contract.pinned',
    "a'b",
    '',
    'x'.repeat(60),
  ])('rejects %j', (text) => {
    expect(readColumns(text)).toBeNull()
  })
})

describe('the grid', () => {
  const outlines = (...ids: string[]) => ids.map((id) => ({ id, meta: metas.get(id)! }))

  test('shares the spare width among columns that grow', () => {
    expect(gridTemplate(outlines('contract', 'status', 'amount'))).toBe('minmax(128px, 2fr) 104px 148px')
  })

  test('gives a column at least the width of its longest amount, whatever width the user chose', () => {
    const needed = new Map([
      [
        'amount',
        amountWidth([
          ['1', null],
          ['123456789012.00', 'NGN'],
        ]),
      ],
    ])
    expect(needed.get('amount')).toBeGreaterThan(180)
    const columns = outlines('status', 'amount')
    expect(gridTemplate(columns, {}, needed)).toContain(`104px ${needed.get('amount')}px`)
    expect(gridTemplate(columns, { amount: 90 }, needed)).toContain(`104px ${needed.get('amount')}px`)
    expect(gridTemplate(columns, { amount: 400 }, needed)).toContain('104px 400px')
    expect(amountWidth([['1234567.89', 'NGN']])).toBeLessThanOrEqual(148)
    expect(amountWidth([])).toBeLessThanOrEqual(148)
    expect(amountWidth([['123456789012345678901234.56', 'NGN']])).toBeLessThan(180)
    expect(amountWidth([[`${'9'.repeat(40)}.${'8'.repeat(40)}`, 'NGN']])).toBeLessThan(380)
  })

  test('keeps a filling track when every column has its own width', () => {
    expect(gridTemplate(outlines('contract', 'amount'), { contract: 200 })).toBe('200px 148px minmax(0, 1fr)')
  })
})

function width() {
  return fc.option(fc.integer({ min: 64, max: 960 }), { nil: null })
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TableColumnMeta } from './column.ts'
import {
  amountWidth,
  chosenColumns,
  gridTemplate,
  moveColumn,
  readColumns,
  writeColumns,
} from './column-layout.ts'

const metas = new Map<string, TableColumnMeta>([
  ['contract', { label: 'Contract', width: 128, grow: 2, isDefault: true }],
  ['status', { label: 'Status', width: 104, grow: 0, isDefault: true }],
  ['amount', { label: 'Amount', width: 148, grow: 0, isDefault: true }],
  ['id', { label: 'Id', width: 96 }],
])

describe('the columns parameter', () => {
  test('means the default columns when absent, which are never written', () => {
    const columns = chosenColumns(null, metas)
    expect(columns.map((column) => column.id)).toEqual(['contract', 'status', 'amount'])
    expect(writeColumns(columns, metas)).toBeNull()
  })

  test('ignores unknown and repeated names and keeps widths within bounds', () => {
    expect(chosenColumns('id.20,ghost,id,amount.999', metas)).toEqual([
      { id: 'id', width: 64 },
      { id: 'amount', width: 960 },
    ])
  })

  test('reads back any choice as written', () => {
    const columns = fc
      .uniqueArray(fc.constantFrom(...metas.keys()), { minLength: 1 })
      .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), width: width() }))))
    fc.assert(
      fc.property(columns, (chosen) => {
        const text = writeColumns(chosen, metas)
        if (text !== null) expect(readColumns(text)).toBe(text)
        expect(chosenColumns(text, metas)).toEqual(chosen)
      }),
    )
  })

  test.each(['Contract', 'a,,b', 'contract.1', 'contract.10000', "a'b", '', 'x'.repeat(60)])(
    'rejects %j',
    (text) => {
      expect(readColumns(text)).toBeNull()
    },
  )
})

describe('the grid', () => {
  test('shares the spare width among columns that grow', () => {
    expect(gridTemplate(chosenColumns(null, metas), metas)).toBe('minmax(128px, 2fr) 104px 148px')
  })

  test('gives a column the width of its longest amount, unless the user chose a width', () => {
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
    expect(gridTemplate(chosenColumns('status,amount', metas), metas, needed)).toContain(
      `104px ${needed.get('amount')}px`,
    )
    expect(gridTemplate(chosenColumns('status,amount.90', metas), metas, needed)).toContain('104px 90px')
    expect(amountWidth([['1234567.89', 'NGN']])).toBeLessThanOrEqual(148)
    expect(amountWidth([])).toBeLessThanOrEqual(148)
    expect(amountWidth([['123456789012345678901234.56', 'NGN']])).toBeLessThan(180)
    expect(amountWidth([[`${'9'.repeat(40)}.${'8'.repeat(40)}`, 'NGN']])).toBe(240)
  })

  test('keeps a filling track when every column has its own width', () => {
    expect(gridTemplate(chosenColumns('contract.200,amount', metas), metas)).toBe(
      '200px 148px minmax(0, 1fr)',
    )
  })
})

test('moves a column to the given position', () => {
  const ids = moveColumn(chosenColumns(null, metas), 'amount', 0).map((column) => column.id)
  expect(ids).toEqual(['amount', 'contract', 'status'])
})

function width() {
  return fc.option(fc.integer({ min: 64, max: 960 }), { nil: null })
}

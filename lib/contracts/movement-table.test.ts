import { expect, test } from 'vitest'
import { movesOf } from './movement.ts'
import { movementTables } from './movement-table.ts'
import type { MovementCell } from './schema.ts'

const cell = (line: string): MovementCell => {
  const [fundingSource = '', currency = '', before, now, count, outstanding = ''] = line.split(' ')
  return { fundingSource, currency, before, now, count: Number(count), outstanding } as MovementCell
}

/** Written out by hand: 20 contracts in KES, one in NGN. */
const CELLS = [
  'A KES 0 0 7 0.5',
  'A KES 0 2 1 20',
  'A KES 2 0 2 1.25',
  'B KES 4+ 0 1 0',
  'B KES 4+ 4+ 3 300',
  'B KES 2 1 1 10',
  'B KES 1 unbilled 1 5',
  'B KES new 1 1 10',
  'B KES unbilled 3 2 60',
  'B KES unknown 1 1 10',
  'A NGN 1 2 1 900',
].map(cell)

test('adds up rows, columns, named moves and funding sources as computed by hand', () => {
  const [kes, ngn] = movementTables(CELLS, ['KES', 'NGN'])
  expect(kes?.all).toEqual({ count: 20, outstanding: '416.75' })
  expect(kes?.of('2-to-0')).toEqual({ count: 2, outstanding: '1.25' })
  expect(kes?.of('0-to-any')).toEqual({ count: 8, outstanding: '20.5' })
  expect(kes?.of('any-to-1')).toEqual({ count: 3, outstanding: '30' })
  expect(kes?.of('cured')).toEqual({ count: 3, outstanding: '1.25' })
  expect(kes?.of('worsened')).toEqual({ count: 1, outstanding: '20' })
  expect(
    kes?.fundingSources.map(({ fundingSource, all, of }) => [fundingSource, all.count, of('cured').count]),
  ).toEqual([
    ['A', 10, 2],
    ['B', 10, 1],
  ])
  expect(ngn?.of('worsened')).toEqual({ count: 1, outstanding: '900' })
  expect(ngn?.rows).toEqual(['0', '1', '2', '3', '4+'])
})

test('rows and columns add up to all contracts', () => {
  for (const { all, rows, columns, of } of movementTables(CELLS, [])) {
    expect(rows.reduce((sum, then) => sum + of(`${then}-to-any`).count, 0)).toBe(all.count)
    expect(columns.reduce((sum, now) => sum + of(`any-to-${now}`).count, 0)).toBe(all.count)
  }
})

test('names cured and worsened moves cell by cell', () => {
  expect(movesOf('cured')).toEqual(['1-to-0', '2-to-0', '3-to-0', '4+-to-0'])
  expect(movesOf('worsened')).toEqual([
    ...[
      '0-to-1',
      '0-to-2',
      '0-to-3',
      '0-to-4+',
      '1-to-2',
      '1-to-3',
      '1-to-4+',
      '2-to-3',
      '2-to-4+',
      '3-to-4+',
    ],
  ])
})

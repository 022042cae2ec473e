import { expect, test } from 'vitest'
import { differences } from './comparison.ts'
import type { Contents, Row, Table } from './contents.ts'
import { untried } from './filled.ts'

const column = (name: string, isNullable = false) => ({ name, isNullable })

function contents(rows: Row[], changes: Partial<Table> = {}): Contents {
  const columns = [column('id'), column('name', true), column('at', true)]
  return new Map([['person', { columns, key: ['id'], rows, ...changes }]])
}

const ADA: Row = { id: '1', name: 'Ada', at: 'noon' }
const BOLA: Row = { id: '2', name: 'Bola', at: null }

test('ignores the order of rows', () => {
  expect(differences(contents([ADA, BOLA]), contents([BOLA, ADA]), [])).toEqual([])
})

test.each([
  ['a value', [{ ...ADA, name: 'ada' }, BOLA], 'person 1 #1: name "Ada", then "ada"'],
  ['a value that became unknown', [{ ...ADA, at: null }, BOLA], 'person 1 #1: at "noon", then null'],
  ['a row that is gone', [BOLA], 'person 1 #1: is gone'],
  ['a row that is new', [ADA, BOLA, { ...ADA, id: '3' }], 'person 3 #1: is new'],
])('reports %s', (_name, after, line) => {
  expect(differences(contents([ADA, BOLA]), contents(after), [])).toEqual([line])
})

test('reports a missing duplicate in a table without a key', () => {
  const options = { key: [] }
  expect(differences(contents([ADA, ADA], options), contents([ADA], options), [])).toHaveLength(1)
})

test('reports a table or column that exists on one side only', () => {
  expect(differences(contents([]), new Map(), [])).toEqual(['person: only before'])
  expect(differences(contents([]), contents([], { columns: [column('id')] }), [])).toEqual([
    'person: columns id, name, at, then id',
  ])
})

test('a move allows exactly the differences it names', () => {
  const moves = [{ table: 'person', columns: ['at'], reason: 'moves' }]
  expect(differences(contents([ADA]), contents([{ ...ADA, at: 'night' }]), moves)).toEqual([])
  expect(differences(contents([ADA]), contents([{ ...ADA, name: 'Eve' }]), moves)).toHaveLength(1)
  const growing = [{ table: 'person', rows: 'added', reason: 'grows' } as const]
  expect(differences(contents([ADA]), contents([ADA, BOLA]), growing)).toEqual([])
  expect(differences(contents([ADA, BOLA]), contents([ADA]), growing)).toEqual(['person 2 #1: is gone'])
})

test('reports a move of a table or column that does not exist', () => {
  const moves = [
    { table: 'person', columns: ['age'], reason: 'moves' },
    { table: 'animal', rows: 'any', reason: 'moves' } as const,
  ]
  expect(differences(contents([]), contents([]), moves)).toEqual([
    'person.age is listed as moving and does not exist',
    'animal is listed as moving and does not exist',
  ])
})

test('reports an empty table and an empty column, unless a reason is listed', () => {
  const isAboutPerson = (line: string) => line.startsWith('person')
  expect(untried(contents([])).filter(isAboutPerson)[0]).toMatch(/^person is empty/)
  expect(untried(contents([BOLA])).filter(isAboutPerson)[0]).toMatch(/^person\.at is empty/)
  const columns = [column('id'), column('image', true)]
  const filled = untried(contents([{ id: '1', image: 'a picture' }], { columns }))
  expect(filled).toContain('person.image is listed as empty and is not')
})

import { expect, test } from 'vitest'
import type { ListPage } from '#lib/server/upstream/contract.ts'
import { walkFault, walkPages } from './walk.ts'

type Row = { id: string }
const rowsOf = (...ids: string[]): Row[] => ids.map((id) => ({ id }))

/** A list without page links, at a source that answers each page past the end with the last one. */
function clamped(pages: readonly Row[][], count: number | null) {
  const asked: number[] = []
  const read = async (token: string | null): Promise<ListPage<Row>> => {
    const number = token === null ? 1 : Number(token.replace('count:', ''))
    asked.push(number)
    const records = pages[Math.min(number, pages.length) - 1] ?? []
    return { records, rejected: [], count, next: `count:${number + 1}` }
  }
  return { read, asked }
}

test('ends at a source that repeats its last page, if the rows are as many as it counts', async () => {
  const list = clamped([rowsOf('1', '2'), rowsOf('3')], 3)
  const walk = await walkPages(list.read)
  expect([...walk.rows.keys()]).toEqual(['1', '2', '3'])
  expect(walkFault(walk)).toBeNull()
  expect(list.asked).toEqual([1, 2, 3])
})

test('reports the difference when a source repeats its first page for every page', async () => {
  const list = clamped([rowsOf('1', '2')], 5)
  expect(walkFault(await walkPages(list.read))).toEqual({ code: 'miscounted', counted: 5, listed: 2 })
  expect(list.asked).toEqual([1, 2])
})

test('refuses a repeated page of a source that counts nothing', async () => {
  const list = clamped([rowsOf('1', '2'), rowsOf('3')], null)
  await expect(walkPages(list.read)).rejects.toThrow('The list repeated a page instead of ending.')
})

test('goes on after a page in which only some rows were listed before', async () => {
  const shifted = clamped([rowsOf('1', '2'), rowsOf('2', '3')], 3)
  expect([...(await walkPages(shifted.read)).rows.keys()]).toEqual(['1', '2', '3'])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Viewer } from './people/viewer.ts'
import { financier, operator, useTestDatabase } from './testing/ask.ts'
import type { TestDatabase } from './testing/database.ts'
import { type Asked, scopeAnswers } from './testing/scope-answers.ts'
import { expectedAnswers, putScopedRows } from './testing/scope-oracle.ts'

let own: TestDatabase
let asked: Asked
beforeAll(async () => {
  own = await useTestDatabase()
  asked = await putScopedRows(own.db)
})
afterAll(() => own.drop())

const VIEWERS: [string, Viewer][] = [
  ['an operator', operator],
  ['a financier of two funding sources', financier('AGRI-1', 'Heifer')],
  ['a financier of one', financier('AGRI-2')],
  ['a financier of another', financier('AGRI-9')],
  ['a financier of none', financier()],
]

describe('every read function tells a viewer what the rows of the scope say, and nothing else', () => {
  test.each(VIEWERS)('%s', async (_name, viewer) => {
    expect(await scopeAnswers(viewer, asked)).toEqual(await expectedAnswers(own.db, viewer))
  })
})

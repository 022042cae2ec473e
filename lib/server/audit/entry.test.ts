import { expect, test } from 'vitest'
import { toRecord } from './entry.ts'

const AT = new Date('2026-11-25T09:00:00Z')
const detailsOf = (details: Parameters<typeof toRecord>[0]['details']) =>
  JSON.parse(toRecord({ actor: 'system', action: 'person.change', outcome: 'ok', details }, AT).details)

test('ends a list that is too long with the number of further items', () => {
  const names = Array.from({ length: 50 }, (_, at) => `Fund ${at}`)
  const { fundingSources } = detailsOf({ fundingSources: names })
  expect(fundingSources).toEqual([...names.slice(0, 19), '… and 31 more'])
  expect(detailsOf({ fundingSources: names.slice(0, 20) }).fundingSources).toEqual(names.slice(0, 20))
})

test('ends a cut text with an ellipsis, and marks details that were left out', () => {
  expect(detailsOf({ name: 'x'.repeat(300) }).name).toBe(`${'x'.repeat(199)}…`)
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`detail${at}`, at]))
  expect(detailsOf(many).isCut).toBe(true)
})

import { expect, test } from 'vitest'
import { toRecord } from './entry.ts'

const AT = new Date('2026-11-25T09:00:00Z')
const detailsOf = (details: Parameters<typeof toRecord>[0]['details']) =>
  JSON.parse(toRecord({ actor: 'system', action: 'person.change', outcome: 'ok', details }, AT).details)

test('a list with more items than an event keeps ends with how many more there are', () => {
  const names = Array.from({ length: 50 }, (_, at) => `Fund ${at}`)
  const { fundingSources } = detailsOf({ fundingSources: names })
  expect(fundingSources).toEqual([...names.slice(0, 19), '… and 31 more'])
  expect(detailsOf({ fundingSources: names.slice(0, 20) }).fundingSources).toEqual(names.slice(0, 20))
})

test('a text that is cut ends with an ellipsis, and details that are left out are said', () => {
  expect(detailsOf({ name: 'x'.repeat(300) }).name).toBe(`${'x'.repeat(199)}…`)
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`detail${at}`, at]))
  expect(detailsOf(many).isCut).toBe(true)
})

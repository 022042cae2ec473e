import { expect, test } from 'vitest'
import type { CallRecord } from '#lib/server/upstream/calls.ts'
import { keyNotes } from './key-notes.ts'

const call = (route: string, outcome: CallRecord['outcome']): CallRecord => ({
  source: 'client-invoices',
  route,
  outcome,
  status: null,
  durationMs: 1,
  attempts: 1,
  reason: null,
})

test('reports a refused key once, however many calls fail, and again only after the key was accepted', () => {
  const said: string[] = []
  const note = keyNotes((line) => said.push(line))
  for (const outcome of ['ok', 'unauthorized', 'unauthorized', 'unavailable', 'unauthorized'] as const)
    note(call('/invoices', outcome))
  expect(said).toEqual([
    expect.stringMatching(/^Client invoices rejects the key\. Check CLIENT_INVOICES_API_KEY, or /),
  ])
  note(call('/invoices', 'ok'))
  note(call('/invoices', 'ok'))
  expect(said.slice(1)).toEqual(['Client invoices accepts the key again.'])
  note(call('/invoices', 'unauthorized'))
  expect(said).toHaveLength(3)
})

test('reports a key once when one list accepts it and another refuses it', () => {
  const said: string[] = []
  const note = keyNotes((line) => said.push(line))
  for (let time = 0; time < 3; time += 1) {
    note(call('/invoices', 'ok'))
    note(call('/periods', 'unauthorized'))
  }
  expect(said).toHaveLength(1)
})

import { expect, test } from 'vitest'
import { mount, RENDERED_AT } from '#components/testing/mount.tsx'
import type { SourceFault } from '#lib/sources/diagnostics-schema.ts'
import { FaultLog } from './fault-log.tsx'

const FAULT: SourceFault = {
  code: 'timeout',
  message: 'The message of the API.',
  fix: 'The fix of the API.',
  variables: { url: 'THE_URL', key: 'THE_KEY' },
  week: '2026-11-02',
  firstAt: RENDERED_AT,
  lastAt: RENDERED_AT,
  times: 1,
  retryAt: null,
  isOver: false,
}
const text = () => document.body.textContent

test('words a fault by its code in the reader’s language', () => {
  mount(<FaultLog source="hello-tractor" faults={[FAULT]} />, { words: 'en-XA' })
  expect(text()).toMatch(/[áéíóú]/)
  expect(text()).not.toMatch(/of the API|took too long/)
})

test('adds the exact error in English to a code that stands for several', () => {
  mount(<FaultLog source="hello-tractor" faults={[{ ...FAULT, code: 'malformed' }]} />)
  expect(text()).toContain('Hello Tractor sent a response that Furrow can’t use.')
  expect(text()).toContain('Exact error: The message of the API.')
})

test('says that the sync failed for a code that no source gives', () => {
  mount(<FaultLog source="hello-tractor" faults={[{ ...FAULT, code: 'tomorrow' }]} />)
  expect(text()).toContain('The last sync failed.')
})

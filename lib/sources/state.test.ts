import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import type { SourceHealth } from './schema.ts'
import { describeSources } from './state.ts'

const source = (id: SourceHealth['source'], state: SourceHealth['state']): SourceHealth => ({
  source: id,
  label: 'The name that the API gives',
  configured: state !== 'off',
  state,
  paused: null,
  outOfScope: null,
  notices: [],
  resources: [],
})

test('names the worst status first and ignores sources that are off', () => {
  const say = (...sources: SourceHealth[]) =>
    describeSources({ sources }, english('sources'), english('names'))
  const [a, b, c] = ['hello-tractor', 'payment-links', 'client-invoices'] as const
  expect(say(source(a, 'ok'), source(b, 'ok'), source(c, 'off'))).toBe('All data is up to date')
  expect(say(source(a, 'ok'), source(b, 'off'))).toBe('Hello Tractor is up to date')
  expect(say(source(a, 'reading'), source(b, 'ok'))).toBe('First sync in progress: Hello Tractor')
  expect(say(source(a, 'partial'), source(b, 'reading'))).toBe('Some data from Hello Tractor is missing')
  expect(say(source(a, 'failing'), source(b, 'failing'))).toBe(
    'Hello Tractor and Payment links aren’t responding',
  )
  expect(say(source(a, 'paused'), source(b, 'ok'))).toBe('Hello Tractor is paused')
  expect(say(source(a, 'paused'), source(b, 'failing'))).toBe('Payment links isn’t responding')
  expect(say(source(a, 'never_read'))).toBe('Hello Tractor hasn’t synced yet')
  expect(say(source(a, 'ok'), { ...source(b, 'failing'), outOfScope: 'B is for others' })).toBe(
    'Hello Tractor is up to date',
  )
  expect(say(source(a, 'off'))).toBe('No source is connected')
})

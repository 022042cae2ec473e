import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import type { SourceHealth } from './schema.ts'
import { describeSources } from './state.ts'

const source = (label: string, state: SourceHealth['state']): SourceHealth => ({
  source: 'hello-tractor',
  label,
  configured: state !== 'off',
  state,
  paused: null,
  outOfScope: null,
  notices: [],
  resources: [],
})

test('names the worst status first and ignores sources that are off', () => {
  const say = (...sources: SourceHealth[]) => describeSources({ sources }, english('sources'))
  expect(say(source('A', 'ok'), source('B', 'ok'), source('C', 'off'))).toBe('All data is up to date')
  expect(say(source('A', 'ok'), source('B', 'off'))).toBe('A is up to date')
  expect(say(source('A', 'reading'), source('B', 'ok'))).toBe('First sync in progress: A')
  expect(say(source('A', 'partial'), source('B', 'reading'))).toBe('Some data from A is missing')
  expect(say(source('A', 'failing'), source('B', 'failing'))).toBe('A and B aren’t responding')
  expect(say(source('A', 'paused'), source('B', 'ok'))).toBe('A is paused')
  expect(say(source('A', 'paused'), source('B', 'failing'))).toBe('B isn’t responding')
  expect(say(source('A', 'never_read'))).toBe('A hasn’t synced yet')
  expect(say(source('A', 'ok'), { ...source('B', 'failing'), outOfScope: 'B is for others' })).toBe(
    'A is up to date',
  )
  expect(say(source('A', 'off'))).toBe('No source is connected')
})

import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { readReasons, type WindowReason, windowReasonSchema } from '#lib/window-reasons.ts'
import { reasonsDetail, reasonWords } from './reason-words.ts'

const t = english('reasons')
const filter = 'funding_source'
const part = (fault: Extract<WindowReason, { code: 'part' }>['fault']): WindowReason => {
  return { code: 'part', filter, value: 'AGRI-1', fault }
}

const WORDS: [WindowReason, string][] = [
  [{ code: 'miscounted', counted: 77, listed: 65 }, 'The source counted 77 rows and listed 65.'],
  [{ code: 'shifting' }, 'The list kept changing during the sync.'],
  [
    { code: 'repeated', repeated: 3, listed: 90 },
    '3 of 90 rows were listed twice, because the list changed during the sync.',
  ],
  [{ code: 'no_id', rows: 1 }, '1 row without a valid id is left out.'],
  [part({ code: 'no_id', rows: 2 }), 'By funding source "AGRI-1": 2 rows without a valid id.'],
  [
    part({ code: 'unsteady' }),
    'By funding source "AGRI-1": The source returned a different list on the second request.',
  ],
  [
    { code: 'refused', filter: 'currency', value: 'NGM' },
    'The source doesn’t accept the currency "NGM": check its spelling.',
  ],
  [
    { code: 'broken_off', filter, rows: 40, message: 'Hello Tractor did not answer in time.' },
    'Reading 40 rows by funding source stopped early. Hello Tractor did not answer in time.',
  ],
  [{ code: 'reconfigured' }, 'Synced with a different configuration, so it is being synced again.'],
  [
    { code: 'failed', error: 'timeout', message: 'Hello Tractor was too slow.' },
    'Hello Tractor was too slow.',
  ],
  [
    { code: 'filter_ignored', filter, value: 'NONE' },
    'The funding source filter returns rows for "NONE", which doesn’t exist. The source ignores the filter or matches it loosely.',
  ],
  [
    { code: 'contradicted', filter, values: ['A', 'B'] },
    'The funding source filter returns nearly every row both for "A" and for "B". The source ignores the filter, or the two names mean the same thing.',
  ],
  [
    { code: 'changing', rows: 1 },
    '1 row now has a different funding source, or none. It keeps the previous one until the next sync or a person confirms the change.',
  ],
  [{ code: 'doubled', rows: 1 }, '1 row that had one funding source is now in more than one.'],
  [{ code: 'doubled', rows: 2 }, '2 rows that had one funding source are now in more than one.'],
  [{ code: 'former', text: 'As it was.' }, 'As it was.'],
]

test.each(WORDS)('words %j for programs', (reason, words) => {
  expect(reasonsDetail([reason], t)).toBe(words)
})

const STORED = new Set(['broken_off', 'failed', 'former'])

test.each(WORDS.filter(([{ code }]) => !STORED.has(code)))('words %j for people', (reason, words) => {
  expect(reasonWords(reason, 'Hello Tractor', t)).toBe(words)
})

test('words stored sentences for people from their codes', () => {
  const told = (reason: WindowReason) => reasonWords(reason, 'Hello Tractor', t)
  const message = 'Stored.'
  expect(told({ code: 'failed', error: 'timeout', message })).toBe('Hello Tractor took too long to respond.')
  expect(told({ code: 'failed', error: 'tomorrow', message })).toBe('The last sync failed.')
  expect(told({ code: 'broken_off', filter, rows: 40, error: 'unauthorized', message })).toBe(
    'Reading 40 rows by funding source stopped early. Hello Tractor refused Furrow’s key.',
  )
  expect(told({ code: 'broken_off', filter, rows: 40, message })).toBe(
    'Reading 40 rows by funding source stopped early. The last sync failed.',
  )
  expect(told({ code: 'former', text: message })).toBe('Not every row could be synced.')
})

test('covers every code above, and joins reasons to one text', () => {
  const codes = windowReasonSchema.options.map(({ shape }) => shape.code.value)
  expect(new Set(WORDS.map(([{ code }]) => code))).toEqual(new Set(codes))
  expect(reasonsDetail([], t)).toBeNull()
  expect(reasonsDetail([{ code: 'shifting' }, { code: 'no_id', rows: 3 }], t)).toBe(
    'The list kept changing during the sync. 3 rows without a valid id are left out.',
  )
})

test('reads stored reasons back, none from null, and refuses a code that it does not know', () => {
  const reasons = WORDS.map(([reason]) => reason)
  expect(readReasons(JSON.parse(JSON.stringify(reasons)))).toEqual(reasons)
  expect(readReasons(null)).toEqual([])
  expect(() => readReasons([{ code: 'tomorrow' }])).toThrow()
})

import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { reasonsText, reasonWords } from './reason-words.ts'
import { readReasons, type WindowReason, windowReasonSchema } from './window-reasons.ts'

const t = english('sources')
const filter = 'funding_source'
const part = (fault: Extract<WindowReason, { code: 'part' }>['fault']): WindowReason => {
  return { code: 'part', filter, value: 'AGRI-1', fault }
}

const WORDS: [WindowReason, string][] = [
  [{ code: 'miscounted', counted: 77, listed: 65 }, 'The source counted 77 rows and listed 65.'],
  [{ code: 'shifting' }, 'The list kept shifting while it was read.'],
  [
    { code: 'repeated', repeated: 3, listed: 90 },
    '3 of 90 rows were listed twice: the list shifted while it was read.',
  ],
  [{ code: 'no_id', rows: 1 }, '1 row without a readable id left out.'],
  [part({ code: 'no_id', rows: 2 }), 'By funding source "AGRI-1": 2 rows without a readable id.'],
  [part({ code: 'unsteady' }), 'By funding source "AGRI-1": two readings of the same list differ.'],
  [
    { code: 'refused', filter: 'currency', value: 'NGM' },
    'The source does not accept the currency "NGM": check its spelling.',
  ],
  [
    { code: 'broken_off', filter, rows: 40, message: 'Hello Tractor did not answer in time.' },
    'The walks by funding source of 40 rows broke off: Hello Tractor did not answer in time.',
  ],
  [{ code: 'reconfigured' }, 'Read under another configuration; it is being read again.'],
  [
    { code: 'failed', error: 'timeout', message: 'Hello Tractor was too slow.' },
    'Hello Tractor was too slow.',
  ],
  [
    { code: 'filter_ignored', filter, value: 'NONE' },
    'The filter by funding source gives rows for "NONE", which does not exist: it is ignored or matches loosely.',
  ],
  [
    { code: 'contradicted', filter, values: ['A', 'B'] },
    'The filter by funding source gives nearly every row both for "A" and for "B": it is ignored, or the two names mean the same.',
  ],
  [
    { code: 'changing', rows: 1 },
    '1 row came under another funding source than before, or under none: they keep it until the next sync, or a person, confirms that.',
  ],
  [{ code: 'doubled', rows: 1 }, '1 row that had a funding source now is in more than one.'],
  [{ code: 'doubled', rows: 2 }, '2 rows that had a funding source now are in more than one.'],
  [{ code: 'former', text: 'As it was.' }, 'As it was.'],
]

test.each(WORDS)('words %j', (reason, words) => {
  expect(reasonWords(reason, t)).toBe(words)
})

test('covers every code above, and joins reasons to one text', () => {
  const codes = windowReasonSchema.options.map(({ shape }) => shape.code.value)
  expect(new Set(WORDS.map(([{ code }]) => code))).toEqual(new Set(codes))
  expect(reasonsText([], t)).toBeNull()
  expect(reasonsText([{ code: 'shifting' }, { code: 'no_id', rows: 3 }], t)).toBe(
    'The list kept shifting while it was read. 3 rows without a readable id left out.',
  )
})

test('reads stored reasons back, none from null, and refuses a code that it does not know', () => {
  const reasons = WORDS.map(([reason]) => reason)
  expect(readReasons(JSON.parse(JSON.stringify(reasons)))).toEqual(reasons)
  expect(readReasons(null)).toEqual([])
  expect(() => readReasons([{ code: 'tomorrow' }])).toThrow()
})

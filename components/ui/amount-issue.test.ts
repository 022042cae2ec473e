import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { amountIssueWords } from './amount-issue.ts'

test.each([
  ['missing', 'Amount unknown: the source provides none'],
  ['blank', 'Amount unknown: the source provides none'],
  ['not a number', 'Amount unknown: not a number'],
  ['too large', 'Amount unknown: too large'],
  ['too many decimals', 'Amount unknown: too many decimals'],
  ['constructor', 'Amount unknown'],
  [null, 'Amount unknown'],
])('says why an amount is unknown: %s', (issue, words) => {
  expect(amountIssueWords(issue, english('ui'))).toBe(words)
})

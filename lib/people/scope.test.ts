import { expect, test } from 'vitest'
import { describeScope } from './scope.ts'

test.each([
  ['all', 'All funding sources'],
  [[], 'No funding source yet'],
  [['AGRI-1'], 'AGRI-1'],
  [['AGRI-1', 'Heifer'], 'AGRI-1 and Heifer'],
  [['A', 'B', 'C'], 'A, B, and C'],
  [['A', 'B', 'C', 'D'], '4 funding sources'],
] as const)('the scope %j reads %s', (scope, words) => {
  expect(describeScope(scope)).toBe(words)
})

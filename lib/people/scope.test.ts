import { expect, test } from 'vitest'
import { describeFiguresScope } from './figures-scope.ts'
import { describeScope } from './scope.ts'

test.each([
  ['all', 'All funding sources'],
  [[], 'No funding source yet'],
  [['AGRI-1'], 'AGRI-1'],
  [['AGRI-1', 'Heifer'], 'AGRI-1 and Heifer'],
  [['A', 'B', 'C'], 'A, B, and C'],
  [['A', 'B', 'C', 'D'], '4 funding sources'],
] as const)('describes the scope %j as %s', (scope, words) => {
  expect(describeScope(scope)).toBe(words)
})

test("names the chosen funding sources or the viewer's own, and all only for viewers who may see all", () => {
  expect(describeFiguresScope(['AGRI-1', 'Heifer'], 'all')).toBe('AGRI-1, Heifer')
  expect(describeFiguresScope([], 'all')).toBe('all funding sources')
  expect(describeFiguresScope([], ['AGRI-1', 'Heifer'])).toBe('AGRI-1 and Heifer')
  expect(describeFiguresScope([], ['A', 'B', 'C', 'D'])).toBe('your 4 funding sources')
  expect(describeFiguresScope([], [])).toBe('No funding source yet')
})

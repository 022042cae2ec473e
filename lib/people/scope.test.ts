import { expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { describeFiguresScope } from './figures-scope.ts'
import { describeScope } from './scope.ts'

const t = english('access')
const format = createFormat(readLocaleRules('en-GB'), 'UTC')

test.each([
  ['all', 'All funding sources'],
  [[], 'No funding sources yet'],
  [['AGRI-1'], 'AGRI-1'],
  [['AGRI-1', 'Heifer'], 'AGRI-1 and Heifer'],
  [['A', 'B', 'C'], 'A, B, and C'],
  [['A', 'B', 'C', 'D'], '4 funding sources'],
] as const)('describes the scope %j as %s', (scope, words) => {
  expect(describeScope(scope, t)).toBe(words)
})

test("names the chosen funding sources or the viewer's own, and all only for viewers who may see all", () => {
  expect(describeFiguresScope(['AGRI-1', 'Heifer'], 'all', t, format)).toBe('AGRI-1, Heifer')
  expect(describeFiguresScope([], 'all', t, format)).toBe('all funding sources')
  expect(describeFiguresScope([], ['AGRI-1', 'Heifer'], t, format)).toBe('AGRI-1 and Heifer')
  expect(describeFiguresScope([], ['A', 'B', 'C', 'D'], t, format)).toBe('your 4 funding sources')
  expect(describeFiguresScope([], [], t, format)).toBe('No funding sources yet')
})

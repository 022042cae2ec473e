import { expect, test } from 'vitest'
import { explainSignal } from './pages.ts'

test('a builder that crashed or was killed is explained, with the fix', () => {
  expect(explainSignal('SIGBUS')).toBe(
    'The builder crashed (SIGBUS): its packages may be damaged. Run: npm ci',
  )
  expect(explainSignal('SIGKILL')).toContain('too little memory')
  expect(explainSignal(null)).toBe('')
})

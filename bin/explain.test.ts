import { expect, test } from 'vitest'
import { explainFailure } from './explain.ts'

const failed = (code: string) => Object.assign(new Error('It failed'), { code })

test.each([
  [
    'ECONNREFUSED',
    'PostgreSQL does not answer. Check that it is running and not overloaded, then try again.',
  ],
  ['57014', 'PostgreSQL is too busy. Try again in a moment.'],
  ['53100', 'PostgreSQL has no disk space left. Free some space there.'],
  [
    '25006',
    'PostgreSQL takes no writes: it is in read-only mode. End that mode, or name the primary in DATABASE_URL.',
  ],
])('a command that a database error %s ends says what to do', (code, line) => {
  expect(explainFailure(failed(code))).toBe(line)
})

test('a full disk is explained, whether or not the error names the file', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  expect(explainFailure(full)).toBe('A file cannot be written: the disk is full. Free some space.')
  expect(explainFailure(Object.assign(full, { path: '/backups/a' }))).toBe(
    '/backups/a cannot be written: the disk is full. Free some space.',
  )
})

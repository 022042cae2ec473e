import { expect, test } from 'vitest'
import { explainInitdb } from './initialise.ts'

test('a disk that is full while the database is made is named, with the fix', () => {
  const failed = new Error(
    'initdb failed:\nperforming post-bootstrap initialization ... FATAL:  could not write to file "base/4/1249": No space left on device',
  )
  expect(String(explainInitdb('/data/postgres', failed))).toContain(
    '/data/postgres cannot hold a new database: its disk is full. Make room, or set another DATA_DIR.',
  )
})

test('another failure of initdb is passed on as it is', () => {
  const failed = new Error('initdb failed:\ncould not look up effective user ID')
  expect(explainInitdb('/data/postgres', failed)).toBe(failed)
})

import { expect, onTestFinished, test } from 'vitest'
import { EmbeddedPostgresError } from './binaries.ts'
import { keepRunning, type PostgresChange } from './keep-running.ts'

/** Watches a fake PostgreSQL and collects the changes. */
function watch(postgres: Parameters<typeof keepRunning>[0]): PostgresChange[] {
  const changes: PostgresChange[] = []
  onTestFinished(keepRunning(postgres, (change) => changes.push(change)))
  return changes
}

test('gives the cause in one line when PostgreSQL cannot be started again', async () => {
  const message =
    'PostgreSQL did not start in /data/postgres.\nFATAL:  No space left on device\nRepair what it says.'
  const changes = watch({
    isRunning: async () => false,
    startAgain: () => Promise.reject(new EmbeddedPostgresError(message)),
  })
  await expect.poll(() => changes).toHaveLength(2)
  const reason = expect.stringMatching(/^[^\n]*No space left on device[^\n]*$/)
  expect(changes[1]).toEqual({ kind: 'not-restarted', reason })
})

test('a failing check ends neither the watch nor the process', async () => {
  let looks = 0
  const isRunning = async () => {
    looks += 1
    if (looks === 1) throw new Error('EROFS: read-only file system, rm postmaster.pid')
    return true
  }
  const changes = watch({ isRunning, startAgain: async () => {} })
  await expect.poll(() => looks).toBe(2)
  expect(changes).toEqual([{ kind: 'not-restarted', reason: expect.stringContaining('EROFS') }])
})

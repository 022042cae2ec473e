import { expect, onTestFinished, test, vi } from 'vitest'
import { EmbeddedPostgresError } from './binaries.ts'
import { keepRunning } from './keep-running.ts'

/** Watches a fake PostgreSQL and collects the printed lines. */
function watch(postgres: Parameters<typeof keepRunning>[0]): string[] {
  const lines: string[] = []
  onTestFinished(keepRunning(postgres, (line) => lines.push(line)))
  return lines
}

test('prints the cause when PostgreSQL cannot be started again', async () => {
  const message =
    'PostgreSQL did not start in /data/postgres.\nFATAL:  No space left on device\nRepair what it says.'
  const lines = watch({
    isRunning: async () => false,
    startAgain: () => Promise.reject(new EmbeddedPostgresError(message)),
  })
  await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 5_000 })
  expect(lines[1]).toMatch(/^PostgreSQL {2}could not be restarted yet: [^\n]*No space left on device[^\n]*$/)
})

test('a failing check ends neither the watch nor the process', async () => {
  let looks = 0
  const isRunning = async () => {
    looks += 1
    if (looks === 1) throw new Error('EROFS: read-only file system, rm postmaster.pid')
    return true
  }
  const lines = watch({ isRunning, startAgain: async () => {} })
  await vi.waitFor(() => expect(looks).toBe(2), { timeout: 6_000 })
  expect(lines).toEqual([expect.stringContaining('EROFS')])
})

import { expect, test } from 'vitest'
import { testDatabase } from '#lib/testing/database.ts'
import { startWorkerPool } from './sim-pool.ts'

async function violationsOf(seed: number, bug: string | null): Promise<readonly string[]> {
  const { url, drop } = await testDatabase()
  const pool = startWorkerPool([url], bug)
  try {
    const found: string[] = []
    await pool.play(seed, 1, ({ violations }) => {
      found.push(...violations)
      return true
    })
    return found
  } finally {
    pool.close()
    await drop()
  }
}

test('plays a seed with a planted bug that the seed finds, and without one', async () => {
  expect(await violationsOf(1, 'unchanged rows are written')).not.toEqual([])
  expect(await violationsOf(1, null)).toEqual([])
})

test('replaces functions of several modules for one planted bug', async () => {
  expect(await violationsOf(6, 'the version of the mirror stands still')).not.toEqual([])
})

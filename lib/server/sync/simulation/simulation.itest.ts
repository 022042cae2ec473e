import { expect, test } from 'vitest'
import { testDatabase } from '../../testing/database.ts'
import { openSimulatedDatabase } from './database.ts'
import { playSeed } from './seed.ts'

const SEEDS = 150

async function withDatabase<Result>(
  use: (database: Awaited<ReturnType<typeof openSimulatedDatabase>>) => Promise<Result>,
) {
  const { url, drop } = await testDatabase()
  const database = await openSimulatedDatabase(url)
  try {
    return await use(database)
  } finally {
    await database.close()
    await drop()
  }
}

test('whatever the upstream, PostgreSQL and the process do, the mirror is right and settles as the upstream is', async () => {
  const red = await withDatabase(async (database) => {
    const found: string[] = []
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violations } = await playSeed(seed, database)
      if (violations.length > 0) found.push(`npm run sim -- --seed ${seed}: ${violations[0]}`)
    }
    return found
  })
  expect(red).toEqual([])
}, 300_000)

test('a seed plays the same way every time', async () => {
  await withDatabase(async (database) => {
    for (const seed of [3, 55, 89]) {
      const first = await playSeed(seed, database)
      expect(first.trace.length).toBeGreaterThan(20)
      expect(await playSeed(seed, database)).toEqual(first)
    }
  })
})

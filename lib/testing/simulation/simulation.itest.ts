import { expect, test } from 'vitest'
import { testDatabase } from '#lib/testing/database.ts'
import { openSimulatedDatabase } from './database.ts'
import { playSeed, type SeedResult } from './seed.ts'

const SEEDS = 40
const REPLAYED = 15

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

test('keeps the mirror right whatever the upstream, PostgreSQL and the process do, and settles to the upstream', async () => {
  const red = await withDatabase(async (database) => {
    const found: string[] = []
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { violations } = await playSeed(seed, database)
      if (violations.length > 0) found.push(`npm run sim -- --seed ${seed}: ${violations[0]}`)
    }
    return found
  })
  expect(red).toEqual([])
}, 600_000)

test('plays a seed the same way every time, to the last field of every commit, whatever was played before', async () => {
  await withDatabase(async (database) => {
    const played: SeedResult[] = []
    for (let seed = 1; seed <= REPLAYED; seed += 1) played.push(await playSeed(seed, database))
    for (const first of played.toReversed()) expect(await playSeed(first.seed, database)).toEqual(first)
    expect(new Set(played.map(({ fingerprint }) => fingerprint)).size).toBe(REPLAYED)
  })
}, 600_000)

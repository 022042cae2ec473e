import { openDatabase } from '#lib/server/db/client.ts'
import { readWhileKilling } from '#lib/testing/agreement/read-while-killing.ts'
import { type BenchEnvironment, readFrom } from './environment.ts'
import { count, type Finding } from './report.ts'

const READS = 100_000
const KILLS = 20
const SNAPSHOTS = 100
const CONTRACTS = 40
/** Longest life of a worker before it is killed, in upstream calls. */
const LONGEST_LIFE = 600

/**
 * R6: checks that concurrent responses about one random set of rows agree, while killed and restarted workers
 * keep writing the mirror.
 */
export async function measureAgreement(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note(`R6: ${count(READS)} reads during sync and kill -9 …`)
  const url = await environment.emptyDatabase()
  const db = openDatabase(url, { work: 'web' })
  try {
    readFrom({ url, db })
    const found = await readWhileKilling(url, {
      contracts: CONTRACTS,
      longestLife: LONGEST_LIFE,
      enough: { reads: READS, kills: KILLS, snapshots: SNAPSHOTS },
      onProgress: ({ reads, pairs, disagreements }) =>
        environment.note(
          `R6: ${count(reads)} reads, ${count(pairs)} pairs, ${disagreements} disagreements …`,
        ),
    })
    for (const line of found.examples) environment.note(`R6: ${line}`)
    const under = `${found.kills} kills, ${count(found.snapshots.size)} snapshots`
    return [
      {
        name: `disagreements in ${count(found.pairs)} pairs of answers of one snapshot and ${count(found.withinOne)} within one answer (${under})`,
        figure: `${found.disagreements} in ${count(found.reads)} reads`,
        target: `0 in ${count(READS)}`,
        isMet: found.disagreements === 0 && found.reads >= READS && found.pairs > 0,
      },
    ]
  } finally {
    await db.$client.end()
  }
}

import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { BUGS } from '#lib/testing/simulation/bugs.ts'
import { bugNamed } from '#lib/testing/simulation/plant.ts'
import { fingerprintOf } from '#lib/testing/simulation/state.ts'
import { onStop } from './on-stop.ts'
import { fail, say } from './say.ts'
import { killAllWorkers, startWorkerPool, type WorkerPool } from './sim-pool.ts'
import type { FromWorker } from './sim-worker.ts'

const USAGE = `Usage: npm run sim -- [options]   runs the sync code against upstreams, faults and crashes generated from seeds

  --seeds N    how many seeds (500)
  --from SEED  the first of them (1)
  --seed SEED  only this one, with its trace
  --bug NAME   with a planted bug
  --bugs       every planted bug, and the first of the seeds that finds it; with --bug NAME only that one`

/** One worker more than processors: each process spends half of its time waiting for its database. */
const WORKERS = availableParallelism() + 1
const MAX_SHOWN = 5
const MAX_SEEDS_PER_BUG = 2_000

function readArguments() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '500' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      bug: { type: 'string' },
      bugs: { type: 'boolean', default: false },
    },
  })
  const number = (name: string, text: string) => {
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number`)
    return Number(text)
  }
  const bug = values.bug === undefined ? null : bugNamed(values.bug).name
  const seed = values.seed === undefined ? null : number('seed', values.seed)
  return {
    seeds: number('seeds', values.seeds),
    from: number('from', values.from),
    seed,
    bug,
    isBugs: values.bugs,
  }
}

type Arguments = ReturnType<typeof readArguments>

function replay(seed: number, bug: string | null): string {
  return `npm run sim -- --seed ${seed}${bug === null ? '' : ` --bug '${bug}'`}`
}

async function playOne(urls: readonly string[], seed: number, bug: string | null): Promise<number> {
  const pool = startWorkerPool(urls.slice(0, 1), bug, true)
  const results = await playAll(pool, seed, 1)
  const [result] = results
  if (result === undefined) throw new Error('Nothing was played')
  const { trace, violations, fingerprint } = result
  say(trace.join('\n'))
  say(`Seed ${seed} is ${violations.length === 0 ? 'green' : `red: ${violations.join('; ')}`}`)
  say(`trace ${fingerprint}`)
  return violations.length === 0 ? 0 : 1
}

/**
 * Plays seeds until `isEnough` returns true for one, then closes the pool. Returns the results in the order
 * of their seeds.
 */
async function playAll(
  pool: WorkerPool,
  from: number,
  count: number,
  isEnough: (result: FromWorker) => boolean = () => false,
): Promise<FromWorker[]> {
  const results: FromWorker[] = []
  await pool
    .play(from, count, (result) => {
      results.push(result)
      return !isEnough(result)
    })
    .finally(pool.close)
  return results.sort((a, b) => a.seed - b.seed)
}

async function playMany(urls: readonly string[], { from, seeds, bug }: Arguments): Promise<number> {
  const startedAt = performance.now()
  let played = 0
  let red = 0
  const results = await playAll(
    startWorkerPool(urls, bug),
    from,
    seeds,
    ({ seed, violations, fingerprint }) => {
      played += 1
      if (violations.length > 0) {
        red += 1
        say(`seed ${seed}: ${violations[0]}\n  ${replay(seed, bug)}   # trace ${fingerprint}`)
      }
      if (played % 500 === 0) say(`${played} of ${seeds} seeds`)
      return red >= MAX_SHOWN
    },
  )
  const took = ((performance.now() - startedAt) / 1000).toFixed(0)
  const traces = fingerprintOf(results.map(({ fingerprint }) => fingerprint).join(' '))
  say(`${played} seeds, ${red} red, in ${took} s; traces ${traces}`)
  return red === 0 ? 0 : 1
}

/** Prints one line per planted bug: the first seed from 1 on that finds the bug, and the violation. */
async function playBugs(urls: readonly string[], only: string | null): Promise<number> {
  let missed = 0
  say('| planted bug | first seed | found by |\n| --- | --- | --- |')
  for (const { name } of BUGS.filter((bug) => only === null || bug.name === only)) {
    const isRed = ({ violations }: FromWorker) => violations.length > 0
    const first = (await playAll(startWorkerPool(urls, name), 1, MAX_SEEDS_PER_BUG, isRed)).find(isRed)
    if (first === undefined) missed += 1
    const found = first?.violations[0]?.replace(/\s+/g, ' ').slice(0, 110).replaceAll('|', '\\|') ?? ''
    say(`| ${name} | ${first?.seed ?? 'not found'} | ${found} |`)
  }
  return missed === 0 ? 0 : 1
}

let isStopped = false

async function run(): Promise<number> {
  const args = readArguments()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'furrow-sim-'))
  // Started by root, the server runs as `nobody`, which must be able to enter this folder; mkdtemp admits
  // only the owner.
  await chmod(dataDir, 0o711)
  const postgres = await startEmbedded({ dataDir, isDisposable: true })
  let cleared: Promise<void> | null = null
  const clear = () => {
    cleared ??= postgres.stop().then(async () => {
      await rm(dataDir, { recursive: true, force: true })
      await rm(postgres.dataFolder, { recursive: true, force: true })
    })
    return cleared
  }
  onStop(() => {
    isStopped = true
    killAllWorkers()
    void clear().finally(() => process.exit(130))
  })
  try {
    const urls: string[] = []
    for (let n = 1; n <= WORKERS; n += 1) {
      const url = await postgres.createDatabase(`furrow_sim_${n}`)
      await migrateDatabase(url)
      urls.push(url)
    }
    if (args.isBugs) return await playBugs(urls, args.bug)
    return args.seed === null ? await playMany(urls, args) : await playOne(urls, args.seed, args.bug)
  } finally {
    await clear()
  }
}

const code = await run().catch((error: unknown) => {
  // An error from an interrupted run is not a finding.
  if (isStopped) return 130
  const message = error instanceof Error ? error.message : String(error)
  return fail(`${message}\n\n${USAGE}`)
})
process.exit(code)

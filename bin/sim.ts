import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { BUGS } from '#lib/server/sync/simulation/bugs.ts'
import { bugNamed } from '#lib/server/sync/simulation/plant.ts'
import { onStop } from './children.ts'
import { fail, say } from './say.ts'
import { startCrew } from './sim-crew.ts'
import type { FromWorker } from './sim-worker.ts'

const USAGE = `Usage: npm run sim -- [options]   plays the sync code against upstreams, faults and crashes made up from seeds

  --seeds N    how many seeds (500)
  --from SEED  the first of them (1)
  --seed SEED  only this one, with its trace
  --bug NAME   with a planted bug
  --bugs       every planted bug, and the first of the seeds that finds it; with --bug NAME only that one`

const WORKERS = 2
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
  const crew = startCrew(urls.slice(0, 1), bug, true)
  let found: FromWorker | null = null
  await crew
    .play(seed, 1, (result) => {
      found = result
      return true
    })
    .finally(crew.close)
  const { trace, violations } = found ?? { trace: [], violations: ['nothing was played'] }
  say(trace.join('\n'))
  say(violations.length === 0 ? `Seed ${seed} is green.` : `Seed ${seed} is red: ${violations.join('; ')}`)
  return violations.length === 0 ? 0 : 1
}

async function playMany(urls: readonly string[], { from, seeds, bug }: Arguments): Promise<number> {
  const crew = startCrew(urls, bug)
  const startedAt = performance.now()
  let played = 0
  let red = 0
  await crew
    .play(from, seeds, ({ seed, violations }) => {
      played += 1
      if (violations.length > 0) {
        red += 1
        say(`seed ${seed}: ${violations[0]}\n  ${replay(seed, bug)}`)
      }
      if (played % 500 === 0) say(`${played} of ${seeds} seeds`)
      return red < MAX_SHOWN
    })
    .finally(crew.close)
  const took = ((performance.now() - startedAt) / 1000).toFixed(0)
  say(`${played} seeds, ${red} red, in ${took} s`)
  return red === 0 ? 0 : 1
}

/** One line a bug: the first of the seeds from 1 on that finds it, and by what. */
async function playBugs(urls: readonly string[], only: string | null): Promise<number> {
  let missed = 0
  say('| planted bug | first seed | found by |\n| --- | --- | --- |')
  for (const { name } of BUGS.filter((bug) => only === null || bug.name === only)) {
    const crew = startCrew(urls, name)
    const found: FromWorker[] = []
    await crew
      .play(1, MAX_SEEDS_PER_BUG, (result) => {
        if (result.violations.length > 0) found.push(result)
        return found.length === 0
      })
      .finally(crew.close)
    const [first] = found.sort((a, b) => a.seed - b.seed)
    if (first === undefined) missed += 1
    say(
      `| ${name} | ${first?.seed ?? 'not found'} | ${first?.violations[0]?.replace(/\s+/g, ' ').slice(0, 110).replaceAll('|', '\\|') ?? ''} |`,
    )
  }
  return missed === 0 ? 0 : 1
}

async function run(): Promise<number> {
  const args = readArguments()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'furrow-sim-'))
  // As root the server runs as nobody, who must be able to enter; mkdtemp lets only the owner in.
  await chmod(dataDir, 0o711)
  const postgres = await startEmbedded({ dataDir, isDisposable: true })
  const clear = async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
    await rm(postgres.dataFolder, { recursive: true, force: true })
  }
  onStop(() => void clear().finally(() => process.exit(130)))
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
  const message = error instanceof Error ? error.message : String(error)
  return fail(`${message}\n\n${USAGE}`)
})
process.exit(code)

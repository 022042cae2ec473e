import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { memoryFolder } from '#bin/testing/memory-folder.ts'
import { build } from './pages.ts'
import { say } from './say.ts'

// npm test: runs every check, fastest to fail first, and ends with one line of totals.

const ROOT = path.resolve(import.meta.dirname, '..')
const BIN = path.join(ROOT, 'node_modules', '.bin')
const reports = await mkdtemp(path.join(tmpdir(), 'furrow-report-'))
// The tests start hundreds of processes. Each resolves modules as quickly as `npm start` does, and Node
// compiles a module once for all of them.
const QUICK = {
  NODE_COMPILE_CACHE: path.join(reports, 'compiled'),
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${pathToFileURL(path.join(ROOT, 'bin/quick-resolve.ts'))}`,
}

type Tally = { passed: number; failed: number; skipped: number }
type Step = { name: string; run: () => Promise<Tally> }

function command(
  name: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<number> {
  // Started with this process's Node: the script's shebang would take the first Node in the PATH.
  const child = spawn(process.execPath, [path.join(BIN, name), ...args], {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...QUICK, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/** A pass-or-fail check, counted as one test. */
function check(name: string, commands: readonly (readonly [string, ...string[]])[]): Step {
  const run = async () => {
    for (const [program, ...args] of commands)
      if ((await command(program, args)) !== 0) return { passed: 0, failed: 1, skipped: 0 }
    return { passed: 1, failed: 0, skipped: 0 }
  }
  return { name, run }
}

/** Runs one or more projects of vitest.config.ts at the same time, with their temporary files in memory if it has room. */
function vitest(...projects: readonly string[]): Step {
  const file = path.join(reports, `${projects.join('-')}.json`)
  const run = async () => {
    const folder = await memoryFolder()
    const words = [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]
    const code = await command('vitest', words, folder === null ? {} : { TMPDIR: folder })
    if (folder !== null) await rm(folder, { recursive: true, force: true })
    const report = await readReport(file, { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 })
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report
    return tally({ passed, failed, skipped }, code)
  }
  return { name: `${projects.join(' and ')} tests`, run }
}

const endToEnd: Step = {
  name: 'end-to-end tests',
  run: async () => {
    const file = path.join(reports, 'e2e.json')
    const code = await command('playwright', ['test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    })
    const { stats } = await readReport(file, {
      stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
    })
    const { expected: passed, unexpected, flaky, skipped } = stats
    return tally({ passed, failed: unexpected + flaky, skipped }, code)
  },
}

const pages: Step = {
  name: 'build',
  run: async () => {
    await build()
    return { passed: 1, failed: 0, skipped: 0 }
  },
}

/** Counts a runner that exits with an error without a failed test, or that runs no test, as one failure. */
function tally({ passed, failed, skipped }: Tally, code: number): Tally {
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed, skipped }
}

/** Formats a tally: `12 passed, 0 failed`, plus the number of skipped tests if there are any. */
function told({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}

async function readReport<Report>(file: string, empty: Report): Promise<Report> {
  return readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => empty,
  )
}

const steps: Step[] = [
  check('lint', [['biome', 'ci', '.']]),
  check('types', [
    ['next', 'typegen'],
    ['tsc', '--noEmit'],
  ]),
  check('dead code', [['knip']]),
  vitest('unit', 'screens'),
  pages,
  vitest('integration', 'rehearsal'),
  endToEnd,
]

const total: Tally = { passed: 0, failed: 0, skipped: 0 }
for (const step of steps) {
  say(`\n── ${step.name}`)
  const started = performance.now()
  const result = await step.run().catch((error: unknown) => {
    say(String(error))
    return { passed: 0, failed: 1, skipped: 0 }
  })
  total.passed += result.passed
  total.failed += result.failed
  total.skipped += result.skipped
  say(`── ${step.name}: ${told(result)} in ${Math.round((performance.now() - started) / 1000)} s`)
}
await rm(reports, { recursive: true, force: true })
say(`\n${told(total)}`)
process.exit(total.failed === 0 ? 0 : 1)

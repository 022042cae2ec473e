import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { memoryFolder } from '#bin/testing/memory-folder.ts'
import { type Report, readPlaywrightReport, readVitestReport } from '#bin/testing/reports.ts'
import { build } from './pages.ts'
import { say } from './say.ts'

// npm test: runs every check, fastest to fail first, and ends with what failed and one line of totals.

const ROOT = path.resolve(import.meta.dirname, '..')
const BIN = path.join(ROOT, 'node_modules', '.bin')
const reports = await mkdtemp(path.join(tmpdir(), 'furrow-report-'))
// The tests start hundreds of processes. Each resolves modules as quickly as `npm start` does, and Node
// compiles a module once for all of them.
const QUICK = {
  NODE_COMPILE_CACHE: path.join(reports, 'compiled'),
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${pathToFileURL(path.join(ROOT, 'bin/quick-resolve.ts'))}`,
}

type Step = { name: string; run: () => Promise<Report> }

const PASSED: Report = { passed: 1, failed: 0, skipped: 0, faults: [] }

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
      if ((await command(program, args)) !== 0) return failure([program, ...args].join(' '))
    return PASSED
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
    return judged(await readVitestReport(file, ROOT), code)
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
    return judged(await readPlaywrightReport(file), code)
  },
}

const pages: Step = {
  name: 'build',
  run: async () => {
    await build()
    return PASSED
  },
}

function failure(fault: string): Report {
  return { passed: 0, failed: 1, skipped: 0, faults: [fault] }
}

/** Counts a runner that exits with an error without a failed test, or that runs no test, as one failure. */
function judged(report: Report | null, code: number): Report {
  if (report === null) return failure(`The runner ended with code ${code} and wrote no report.`)
  if (report.failed > 0 || (code === 0 && report.passed > 0)) return report
  const fault = code === 0 ? 'No test ran.' : `The runner ended with code ${code}.`
  return { ...report, failed: 1, faults: [...report.faults, fault] }
}

/** Formats a tally: `12 passed, 0 failed`, plus the number of skipped tests if there are any. */
function told({ passed, failed, skipped }: Report): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}

const steps: Step[] = [
  check('lint', [['biome', 'ci', '.']]),
  check('types', [
    ['next', 'typegen'],
    ['tsc', '--noEmit'],
  ]),
  check('dead code', [['knip']]),
  vitest('unit', 'unit-own-process', 'screens'),
  pages,
  vitest('integration', 'rehearsal'),
  endToEnd,
]

const total: Report = { passed: 0, failed: 0, skipped: 0, faults: [] }
for (const step of steps) {
  say(`\n── ${step.name}`)
  const started = performance.now()
  const result = await step.run().catch((error: unknown) => failure(String(error)))
  total.passed += result.passed
  total.failed += result.failed
  total.skipped += result.skipped
  total.faults.push(...result.faults.map((fault) => `${step.name}: ${fault}`))
  say(`── ${step.name}: ${told(result)} in ${Math.round((performance.now() - started) / 1000)} s`)
}
await rm(reports, { recursive: true, force: true })
// Again at the end, because the output of the runners is thousands of lines long.
for (const fault of total.faults) say(`\n✗ ${fault}`)
say(`\n${told(total)}`)
process.exit(total.failed === 0 ? 0 : 1)

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

/** Writes what its commands print into `output`; without it, on the terminal at once. */
type Step = { name: string; run: (output?: Buffer[]) => Promise<Report> }

const PASSED: Report = { passed: 1, failed: 0, skipped: 0, faults: [] }

function command(
  name: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  output?: Buffer[],
): Promise<number> {
  // Started with this process's Node: the script's shebang would take the first Node in the PATH.
  const child = spawn(process.execPath, [path.join(BIN, name), ...args], {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...QUICK, ...environment },
    stdio: output ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void output?.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** A pass-or-fail check, counted as one test. */
function check(name: string, commands: readonly (readonly [string, ...string[]])[]): Step {
  const run = async (output?: Buffer[]) => {
    for (const [program, ...args] of commands)
      if ((await command(program, args, {}, output)) !== 0) return failure([program, ...args].join(' '))
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

/** Steps of one group run side by side, because each of them leaves a part of the processors idle. */
const groups: Step[][] = [
  [
    check('lint', [['biome', 'ci', '.']]),
    check('types', [
      ['next', 'typegen'],
      // Several checkers would each work out what they share: on two processors that takes as long as one beside lint.
      ['tsc', '--noEmit', '--checkers', '1'],
    ]),
    check('dead code', [['knip']]),
  ],
  [vitest('unit', 'unit-own-process', 'screens')],
  [pages],
  [vitest('integration', 'integration-own-process', 'rehearsal')],
  [endToEnd],
]

async function timed(step: Step, output?: Buffer[]): Promise<{ report: Report; seconds: number }> {
  const started = performance.now()
  const report = await step.run(output).catch((error: unknown) => failure(String(error)))
  return { report, seconds: Math.round((performance.now() - started) / 1000) }
}

/** Runs the steps of a group, and prints each one's output as a whole, in the order of the steps. */
async function runGroup(group: readonly Step[]): Promise<Report[]> {
  const runs = group.map((step) => {
    const output: Buffer[] | undefined = group.length === 1 ? undefined : []
    return { name: step.name, output, ended: timed(step, output) }
  })
  const found: Report[] = []
  for (const { name, output = [], ended } of runs) {
    say(`\n── ${name}`)
    const { report, seconds } = await ended
    process.stdout.write(Buffer.concat(output))
    say(`── ${name}: ${told(report)} in ${seconds} s`)
    found.push({ ...report, faults: report.faults.map((fault) => `${name}: ${fault}`) })
  }
  return found
}

const total: Report = { passed: 0, failed: 0, skipped: 0, faults: [] }
for (const group of groups)
  for (const { passed, failed, skipped, faults } of await runGroup(group)) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
    total.faults.push(...faults)
  }
await rm(reports, { recursive: true, force: true })
// Again at the end, because the output of the runners is thousands of lines long.
for (const fault of total.faults) say(`\n✗ ${fault}`)
say(`\n${told(total)}`)
process.exit(total.failed === 0 ? 0 : 1)

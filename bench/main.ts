import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { measureAges } from './ages.ts'
import { measureAgreement } from './agreement.ts'
import { measureAsOf } from './as-of.ts'
import { measureBytes } from './bytes.ts'
import { measureContracts } from './contracts.ts'
import { type BenchEnvironment, openBenchEnvironment } from './environment.ts'
import { measureExport } from './export.ts'
import { measureFind } from './find.ts'
import { measureFirstSync } from './first-sync.ts'
import { measureFreshness } from './freshness.ts'
import { measureLists } from './lists.ts'
import { measureMoney } from './money.ts'
import { measurePack } from './pack.ts'
import { type Finding, reportTable } from './report.ts'
import { measureIsolation, measureOutage } from './resilience.ts'
import { measureApply } from './sync.ts'
import { measureTotals } from './totals.ts'
import { measureWeekly } from './weekly.ts'
import { measureWeeks } from './weeks.ts'
import { measureWorkers } from './workers.ts'

const USAGE = `Usage: npm run bench -- [--only P4,P7]   measures Furrow on a PostgreSQL of its own and prints one table

  --only IDS   only these rows: P4 P6 P7 P10 P11 P12 P13 P14 P15 R1 R2 R6 R7 R10 R11

A missed target is marked in the table; the exit code is 1 only if a bench itself fails.`

const BENCHES: { ids: readonly string[]; measure: (environment: BenchEnvironment) => Promise<Finding[]> }[] =
  [
    { ids: ['P4'], measure: measureLists },
    { ids: ['P4'], measure: measureFind },
    { ids: ['P4', 'P6'], measure: measureContracts },
    { ids: ['P6'], measure: measureTotals },
    { ids: ['P7'], measure: measureWeekly },
    { ids: ['P7'], measure: measureAges },
    { ids: ['P10'], measure: measurePack },
    { ids: ['P11'], measure: measureExport },
    { ids: ['P12'], measure: measureApply },
    { ids: ['P12'], measure: measureFirstSync },
    { ids: ['P13'], measure: measureFreshness },
    { ids: ['P14'], measure: measureBytes },
    { ids: ['R1', 'R2'], measure: measureOutage },
    { ids: ['R2'], measure: measureIsolation },
    { ids: ['R6'], measure: measureAgreement },
    { ids: ['R7'], measure: measureWorkers },
    { ids: ['R10'], measure: measureMoney },
    { ids: ['R11'], measure: measureWeeks },
    { ids: ['P15'], measure: measureAsOf },
  ]

function readOnly(): readonly string[] {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const known = new Set(BENCHES.flatMap(({ ids }) => ids))
  const asked = values.only?.split(',').map((id) => id.trim().toUpperCase()) ?? [...known]
  const unknown = asked.filter((id) => !known.has(id))
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}`)
  return asked
}

async function run(only: readonly string[]): Promise<number> {
  const note = (line: string) => process.stderr.write(`${line}\n`)
  const load = () => loadavg()[0]?.toFixed(1)
  const found: { id: string; finding: Finding }[] = []
  let failures = 0
  const before = load()
  const environment = await openBenchEnvironment(note)
  // PostgreSQL is a separate process and would outlive this one.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void environment.close().finally(() => process.exit(130)))
  }
  try {
    for (const { ids, measure } of BENCHES.filter((bench) => bench.ids.some((id) => only.includes(id)))) {
      try {
        const id = ids.join(', ')
        found.push(...(await measure(environment)).map((finding) => ({ id, finding })))
      } catch (error) {
        failures += 1
        note(`${ids.join(', ')} failed: ${error instanceof Error ? error.stack : String(error)}`)
      }
    }
  } finally {
    await environment.close()
  }
  process.stdout.write(`${reportTable(found)}\n`)
  process.stdout.write(
    `${availableParallelism()} processors; load ${before} at the start, ${load()} at the end: with more load than processors, times grow but ratios stay valid.\n`,
  )
  return failures === 0 ? 0 : 1
}

let only: readonly string[]
try {
  only = readOnly()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`)
  process.exit(2)
}
process.exit(await run(only))

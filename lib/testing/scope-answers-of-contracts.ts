import 'server-only'
import { contractFilters } from '#lib/contracts/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { contractDetail, findContract } from '#lib/server/contracts/detail.ts'
import { exportContracts } from '#lib/server/contracts/export.ts'
import { listContracts } from '#lib/server/contracts/list.ts'
import { contractMovement } from '#lib/server/contracts/movement.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type Asked, PAGE, type ScopeAnswers, seen, walk } from './scope-asked.ts'

/** Returns what the reads of contracts answer to a viewer. */
export async function answersOfContracts(viewer: Viewer, asked: Asked): Promise<ScopeAnswers> {
  const filters = parseParams(contractFilters, new URLSearchParams())
  const ids = new Map(asked.contracts.map(({ id, ...key }) => [id, keyOf(key)]))
  const namesakes = new Set<string>()
  const sums = new Set<string>()
  const weeks = new Set<string>()
  const listed = await walk(async (cursor) => {
    const page = await listContracts(viewer, { ...filters, cursor, limit: PAGE })
    for (const row of page.rows) sums.add(`${keyOf(row)} ${row.periods} ${row.outstanding} ${row.sameName}`)
    return {
      ...page,
      totals: page.totals.map(({ currency, count, amount }) => ({ currency, count, amount })),
    }
  })
  const csv = await exportContracts(viewer, { ...filters, format: 'csv' })
  const details = await seen([...ids.keys()], async (id) => {
    const detail = await contractDetail(viewer, id)
    for (const other of detail.namesakes) namesakes.add(`${id} ${other.id}`)
    for (const { week, counts } of detail.weeks) weeks.add(`${id} ${week} ${JSON.stringify(counts)}`)
  })
  const { cells } = await contractMovement(viewer, { currency: [], funding_source: [] })
  const moved = await listContracts(viewer, { ...filters, moved: ['2-to-any'], cursor: null, limit: 200 })
  const found = await Promise.all(asked.contracts.map((key) => findContract(viewer, key)))
  return {
    contracts: listed,
    'sums of contracts': [...sums].sort(),
    'contracts as CSV': namesOfCsv(await csv.text()),
    'contract details': details,
    namesakes: [...namesakes].sort(),
    'weeks of contracts': [...weeks].sort(),
    moves: cells.map((cell) => `${cell.fundingSource} ${cell.currency} ${cell.before} ${cell.count}`).sort(),
    'contracts that moved': moved.rows.map(({ id }) => id).sort(),
    'contracts found': found.filter((id) => id !== null).sort(),
  }
}

function keyOf({
  contract,
  currency,
  fundingSource,
}: Record<'contract' | 'currency' | 'fundingSource', unknown>) {
  return `${contract} ${currency} ${fundingSource}`
}

/** Returns the contract, funding source and currency of each line. */
function namesOfCsv(text: string): string[] {
  const lines = text.split('\r\n').slice(1)
  const end = lines.findIndex((line) => line.startsWith('# '))
  return lines
    .slice(0, end)
    .map((line) => line.split(',').slice(0, 3).join(' '))
    .sort()
}

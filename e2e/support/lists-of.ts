import { type Caller, call } from './callers.ts'

type Page = {
  rows: { id: string; fundingSource: string | null }[]
  nextCursor: string | null
  totals: { count: number }[]
}
/** A list as a caller sees it, read page by page. */
export type Listed = { ids: string[]; fundingSources: (string | null)[]; counted: number }

const added = (counts: readonly { count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0)

/**
 * Reads every row of a list and the number of rows in its totals.
 * @param path path with its query
 */
export async function wholeList(caller: Caller, path: string): Promise<Listed> {
  const rows: Page['rows'] = []
  let page: Page
  let cursor = ''
  do {
    const response = await call(caller, `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`)
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    page = await response.json()
    rows.push(...page.rows)
    cursor = `&cursor=${page.nextCursor}`
  } while (page.nextCursor !== null)
  const names = rows.map(({ fundingSource }) => fundingSource)
  return {
    ids: rows.map(({ id }) => id).sort(),
    fundingSources: distinct(names),
    counted: added(page.totals),
  }
}

/** Reads the ids in column `column` of a CSV export. */
export async function idsOfExport(caller: Caller, path: string, column: number): Promise<string[]> {
  const lines = (await textOf(caller, path)).split('\r\n').slice(1)
  const end = lines.findIndex((line) => line.startsWith('# '))
  return lines
    .slice(0, end)
    .map((line) => line.split(',')[column] ?? '')
    .sort()
}

/** Returns the body of a response; throws unless its status is 200. */
export async function textOf(caller: Caller, path: string): Promise<string> {
  const response = await call(caller, path)
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  return response.text()
}

/** Sums the counts of a response's groups, weeks or choices. */
export async function countsOf(caller: Caller, path: string, field: string): Promise<number> {
  const answer = JSON.parse(await textOf(caller, path))
  return added(field.split('.').reduce((value, name) => value[name], answer))
}

export function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)].sort()
}

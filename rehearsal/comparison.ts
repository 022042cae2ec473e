import type { Contents, Row, Table } from './contents.ts'

/** A difference that is allowed between two states of an installation, and its reason. */
export type Move = {
  table: string
  reason: string
} & (
  | {
      /** Values of these columns may differ. */
      columns: readonly string[]
    }
  | {
      /** `added`: new rows are allowed; `any`: rows may be added, removed and changed. */
      rows: 'added' | 'any'
    }
)

const MOST_TOLD = 20

/**
 * Compares two states row by row and value by value.
 * @returns one line for each difference that no move allows, and for each move that names nothing that
 * exists; at most twenty lines
 */
export function differences(before: Contents, after: Contents, moves: readonly Move[]): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])]
  const found = names.flatMap((name) => {
    const [former, latter] = [before.get(name), after.get(name)]
    if (former === undefined || latter === undefined)
      return [`${name}: only ${former ? 'before' : 'afterwards'}`]
    return differencesOfTable(
      name,
      former,
      latter,
      moves.filter(({ table }) => table === name),
    )
  })
  return [...unknownMoves(before, moves), ...found].slice(0, MOST_TOLD)
}

/**
 * Reports moves of tables or columns that do not exist: such a move allows nothing and is probably misspelt.
 */
function unknownMoves(contents: Contents, moves: readonly Move[]): string[] {
  return moves.flatMap((move) => {
    const known = contents.get(move.table)?.columns.map(({ name }) => name)
    if (known === undefined) return [`${move.table} is listed as moving and does not exist`]
    const columns = 'columns' in move ? move.columns : []
    return columns
      .filter((column) => !known.includes(column))
      .map((column) => `${move.table}.${column} is listed as moving and does not exist`)
  })
}

function differencesOfTable(name: string, before: Table, after: Table, moves: readonly Move[]): string[] {
  const columnsOf = (table: Table) => table.columns.map((column) => column.name).join(', ')
  if (columnsOf(before) !== columnsOf(after))
    return [`${name}: columns ${columnsOf(before)}, then ${columnsOf(after)}`]
  if (moves.some((move) => 'rows' in move && move.rows === 'any')) return []
  const isGrowing = moves.some((move) => 'rows' in move && move.rows === 'added')
  const moving = new Set(moves.flatMap((move) => ('columns' in move ? move.columns : [])))
  const [former, latter] = [rowsByKey(before, moving), rowsByKey(after, moving)]
  const lost = [...former].flatMap(([key, row]) => {
    const found = latter.get(key)
    return found === undefined ? [`${name} ${key}: is gone`] : differencesOfRow(`${name} ${key}`, row, found)
  })
  const added = [...latter.keys()].filter((key) => !former.has(key) && !isGrowing)
  return [...lost, ...added.map((key) => `${name} ${key}: is new`)]
}

/**
 * Indexes rows by their primary key, or by all values that do not move if the table has none. A number counts
 * rows with equal keys.
 */
function rowsByKey({ columns, key, rows }: Table, moving: ReadonlySet<string>): Map<string, Row> {
  const byKey = new Map<string, Row>()
  const names = columns.map(({ name }) => name).filter((name) => !moving.has(name))
  const identifying = key.length > 0 ? key : names
  for (const row of rows) {
    const kept = Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
    const identity = identifying.map((name) => row[name] ?? '∅').join(' | ')
    let occurrence = 1
    while (byKey.has(`${identity} #${occurrence}`)) occurrence += 1
    byKey.set(`${identity} #${occurrence}`, kept)
  }
  return byKey
}

function differencesOfRow(place: string, before: Row, after: Row): string[] {
  return Object.keys(before)
    .filter((column) => before[column] !== after[column])
    .map(
      (column) =>
        `${place}: ${column} ${JSON.stringify(before[column])}, then ${JSON.stringify(after[column])}`,
    )
}

/** Formats the number of rows and tables of a state for the log. */
export function countRows(contents: Contents): string {
  const rows = [...contents.values()].reduce((sum, table) => sum + table.rows.length, 0)
  return `${rows} rows of ${contents.size} tables`
}

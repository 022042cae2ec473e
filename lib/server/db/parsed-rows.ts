import 'server-only'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import { type Executor, rows } from './client.ts'
import type { CheckedColumns, WordColumns } from './plain-columns.ts'

const dialect = new PgDialect()
const MAX_STATEMENT_CHARACTERS = 200

/**
 * A row whose values do not have the shape that the code expects. The message names the statement, the column
 * and the kind of the value, never the value itself, because rows hold personal data.
 */
export class UnexpectedRowError extends Error {
  override name = 'UnexpectedRowError'

  constructor(statement: SQL, row: unknown, { path, code }: { path: readonly PropertyKey[]; code: string }) {
    const [column, ...inner] = path
    const named = column === undefined ? 'the row' : `column "${String(column)}"`
    const place = inner.length > 0 ? `a value inside ${named}` : named
    const kind = kindOf(valueAt(row, path))
    super(`${place} is ${kind}, which the code does not expect (${code}), in: ${textOf(statement)}`)
  }
}

/**
 * Runs a statement and parses each row, for columns whose values are narrower than their type: JSON, words of
 * a vocabulary, a text of one form.
 * @returns the rows as the schema gives them, so without columns that it does not name
 * @throws {UnexpectedRowError} for the first row that does not fit
 */
export async function parsedRows<Schema extends z.ZodType>(
  executor: Executor,
  statement: SQL,
  schema: Schema,
): Promise<z.output<Schema>[]> {
  return schemaReader(schema)(await rows(executor, statement), statement)
}

/** Makes a check that parses each row, as `parsedRows` does. */
export function schemaReader<Schema extends z.ZodType>(schema: Schema): RowReader<z.output<Schema>> {
  return (found, statement) =>
    found.map((row) => {
      const parsed = schema.safeParse(row)
      if (parsed.success) return parsed.data
      const [issue] = parsed.error.issues
      throw new UnexpectedRowError(statement, row, issue ?? { path: [], code: 'unknown' })
    })
}

/** Checks rows of a statement and returns them. `wordReader` makes one. */
export type RowReader<Row> = (found: readonly object[], statement: SQL) => Row[]

/**
 * Makes a check for rows of plain columns and columns that hold words of a vocabulary. It copies no row and
 * looks at the words alone, so it costs a page or a window of rows next to nothing.
 * @param words of each column that `Row` types more narrowly than text
 */
export function wordReader<Row extends CheckedColumns<Row>>(words: WordColumns<Row>): RowReader<Row> {
  const columns = Object.entries(words as Readonly<Record<string, readonly unknown[]>>)
  return (found, statement) => {
    for (const [column, known] of columns) {
      for (const row of found as readonly Record<string, unknown>[])
        if (!known.includes(row[column]))
          throw new UnexpectedRowError(statement, row, { path: [column], code: 'invalid_value' })
    }
    return found as Row[]
  }
}

/**
 * Runs a statement and checks its rows with `read`, where parsing each row would slow down a list or a run.
 * @throws {UnexpectedRowError} for the first row that does not fit
 */
export async function checkedRows<Row>(
  executor: Executor,
  statement: SQL,
  read: RowReader<Row>,
): Promise<Row[]> {
  return read(await rows(executor, statement), statement)
}

function valueAt(row: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    row,
  )
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** The statement's beginning. Its values are placeholders, so it holds none of them. */
function textOf(statement: SQL): string {
  const text = dialect.sqlToQuery(statement).sql.replace(/\s+/g, ' ').trim()
  return text.length > MAX_STATEMENT_CHARACTERS ? `${text.slice(0, MAX_STATEMENT_CHARACTERS)}…` : text
}

import pg from 'pg'

export type Row = Record<string, string | null>
export type Table = {
  columns: { name: string; isNullable: boolean }[]
  key: string[]
  rows: Row[]
}
/** Furrow's tables with all their rows, by name. */
export type Contents = ReadonlyMap<string, Table>

/** Values are compared in PostgreSQL's text form, so the settings that change this form are fixed. */
const SPELLING = [
  "set local timezone = 'UTC'",
  "set local datestyle = 'ISO, YMD'",
  "set local intervalstyle = 'postgres'",
  'set local extra_float_digits = 1',
  "set local bytea_output = 'hex'",
]

const TABLES = `
  select c.relname as name, n.nspname as schema,
    (select json_agg(json_build_object('name', a.attname, 'isNullable', not a.attnotnull) order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    coalesce((select json_agg(a.attname order by a.attnum) from pg_index i
       join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
       where i.indrelid = c.oid and i.indisprimary), '[]') as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'drizzle') and c.relkind = 'r'
  order by c.relname collate "C"`

type Found = { name: string; schema: string; columns: Table['columns']; key: string[] }

/** Reads every row of every table in one snapshot, with each value as text. */
export async function readContents(url: string): Promise<Contents> {
  return withClient(url, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    for (const setting of SPELLING) await client.query(setting)
    const tables = await client.query<Found>(TABLES)
    const contents = new Map<string, Table>()
    for (const { name, schema, columns, key } of tables.rows) {
      const texts = columns.map((column) => `${pg.escapeIdentifier(column.name)}::text`).join(', ')
      const place = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`
      const { rows } = await client.query<Row>(`select ${texts} from ${place}`)
      contents.set(name, { columns, key, rows })
    }
    return contents
  })
}

/** Runs one statement as the owner of the database and returns its rows. */
export function select<Selected extends pg.QueryResultRow>(
  url: string,
  statement: string,
): Promise<Selected[]> {
  return withClient(url, async (client) => (await client.query<Selected>(statement)).rows)
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // Row-level security applies to the owner of the tables as well.
    await client.query("select set_config('furrow.scope', 'all', false)")
    return await use(client)
  } finally {
    await client.end()
  }
}

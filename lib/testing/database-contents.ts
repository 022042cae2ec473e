import pg from 'pg'

/**
 * Returns every row of every table as sorted JSON texts, including the list of migrations.
 * @param url an address whose role owns the tables.
 */
export async function databaseContents(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      "select set_config('furrow.scope', 'all', false), set_config('timezone', 'UTC', false)",
    )
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname in ('public', 'drizzle') order by 1`,
    )
    const found: Record<string, string[]> = {}
    for (const { name } of tables.rows) {
      const lines = await client.query<{ line: string }>(`select to_jsonb(t)::text as line from ${name} as t`)
      found[name.replace('public.', '')] = lines.rows.map(({ line }) => line).sort()
    }
    return found
  } finally {
    await client.end()
  }
}

import 'server-only'
import pg from 'pg'

/**
 * Creates the trigram indexes of the text searches where pg_trgm can be used. Without them searches work, but
 * slower, so a server that does not offer the extension, or not to this role, is no error.
 */
export async function createSearchIndexes(client: pg.Client): Promise<void> {
  const operators = await trigramOperators(client)
  if (operators === null) return
  for (const table of ['billing_period', 'invoice']) {
    await client.query(
      `create index if not exists ${table}_search on ${table} using gin (search_text ${operators}) where gone_at is null`,
    )
  }
}

/**
 * Returns the full name of pg_trgm's operator class, and installs the extension if possible. An owner of the
 * server may have put the extension into any schema.
 * @returns null if this role cannot use the extension
 */
async function trigramOperators(client: pg.Client): Promise<string | null> {
  const available = "select 1 from pg_available_extensions where name = 'pg_trgm'"
  if (!(await client.query(available)).rowCount) return null
  // Managed servers refuse extensions with codes of their own.
  await client.query('create extension if not exists pg_trgm').catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError)) throw error
  })
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(nspname) || '.gin_trgm_ops' as name
     from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
     where extname = 'pg_trgm' and has_schema_privilege(nspname, 'usage')`,
  )
  return rows[0]?.name ?? null
}

import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import {
  ALL_ROWS_ROLES,
  type DatabaseRole,
  MAY_TAKE,
  ROLE_NAMES,
  SCOPED_TABLES,
  SEARCH_FUNCTIONS,
  TABLE_RIGHTS,
} from './grants.ts'

const ROLES = Object.keys(ROLE_NAMES) as DatabaseRole[]
/**
 * Roles are shared by all databases of a server, so another instance may create or grant a role at the same
 * moment.
 */
const ATTEMPTS = 10
const RACES = new Set(['23505', '42710', 'XX000'])
const NOT_ALLOWED = '42501'

/**
 * Creates Furrow's roles where the connecting role may, and grants each role its privileges on this database;
 * skips steps already done. Without these roles, processes work as the connecting role, to which row-level
 * security applies as well.
 * @param client a connection that holds the migration lock
 */
export async function setUpRoles(client: pg.Client): Promise<void> {
  for (const role of ROLES) await makeRole(client, ROLE_NAMES[role])
  const usable: DatabaseRole[] = []
  for (const role of ROLES) if (await canTake(client, ROLE_NAMES[role])) usable.push(role)
  const existing = await existingTables(client)
  for (const role of usable) await grantRights(client, role, existing)
  if (!existing.get('billing_period')) return
  for (const role of ALL_ROWS_ROLES)
    if (usable.includes(role)) await showAllRows(client, ROLE_NAMES[role], existing)
  if (usable.includes('readAll')) await ownSearch(client)
}

async function makeRole(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const known = await client.query('select 1 from pg_roles where rolname = $1', [name])
      if (!known.rowCount) await client.query(`create role ${name} nologin`)
      if (!(await canTake(client, name))) await client.query(`grant ${name} to current_user`)
      return
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      if (code === NOT_ALLOWED) return
      if (code === undefined || !RACES.has(code) || attempt === ATTEMPTS) throw error
      await sleep(20 * attempt)
    }
  }
}

async function canTake(client: pg.Client, name: string): Promise<boolean> {
  const found = await client.query(`select 1 from pg_roles where rolname = $1 and ${MAY_TAKE}`, [name])
  return found.rowCount === 1
}

/**
 * The tables in schema `public`, each with its row-level security flag; a restored backup may have an earlier
 * schema.
 */
async function existingTables(client: pg.Client): Promise<Map<string, boolean>> {
  const { rows } = await client.query<{ name: string; isScoped: boolean }>(
    `select relname as name, relrowsecurity as "isScoped" from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  )
  return new Map(rows.map(({ name, isScoped }) => [name, isScoped]))
}

async function grantRights(
  client: pg.Client,
  role: DatabaseRole,
  existing: ReadonlyMap<string, boolean>,
): Promise<void> {
  const name = ROLE_NAMES[role]
  const statements = [`grant usage on schema public, drizzle to ${name}`]
  for (const [table, rights] of Object.entries(TABLE_RIGHTS)) {
    const granted = rights[role]
    if (granted !== undefined && existing.has(table))
      statements.push(`grant ${granted} on ${table} to ${name}`)
  }
  if (role === 'web') {
    statements.push(`grant select on drizzle.__drizzle_migrations to ${name}`)
    if (existing.get('billing_period'))
      statements.push(`grant execute on function ${SEARCH_FUNCTIONS.join(', ')} to ${name}`)
  }
  await client.query(statements.join(';'))
  // Reports are staged in a temporary table. Every role may create one, unless that default privilege was
  // revoked.
  if (role === 'sync') await tryTo(client, 'grant temporary on database {database} to furrow_sync')
}

async function showAllRows(
  client: pg.Client,
  name: string,
  existing: ReadonlyMap<string, boolean>,
): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    "select tablename as table from pg_policies where schemaname = 'public' and policyname = $1",
    [name],
  )
  const done = new Set(rows.map(({ table }) => table))
  for (const table of SCOPED_TABLES)
    if (existing.has(table) && !done.has(table))
      await client.query(`create policy ${name} on ${table} to ${name} using (true)`)
}

/**
 * Makes `readAll` own the search functions. The owner of a function needs CREATE on the schema, which the
 * role gets only for this transaction.
 */
async function ownSearch(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isOwned: boolean }>(
    'select bool_and(proowner = $1::regrole) as "isOwned" from pg_proc where oid = any($2::regprocedure[])',
    [ROLE_NAMES.readAll, [...SEARCH_FUNCTIONS]],
  )
  if (rows[0]?.isOwned) return
  const name = ROLE_NAMES.readAll
  await tryTo(
    client,
    [
      'begin',
      `grant create on schema public to ${name}`,
      ...SEARCH_FUNCTIONS.map((each) => `alter function ${each} owner to ${name}`),
      `revoke create on schema public from ${name}`,
      'commit',
    ].join(';'),
  )
}

/**
 * Runs a statement and ignores missing privileges (managed databases): the statement only saves time, or was
 * not needed.
 */
async function tryTo(client: pg.Client, statement: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const database = pg.escapeIdentifier(rows[0]?.name ?? '')
  try {
    await client.query(statement.replace('{database}', () => database))
  } catch (error) {
    await client.query('rollback')
    if (!(error instanceof pg.DatabaseError && error.code === NOT_ALLOWED)) throw error
  }
}

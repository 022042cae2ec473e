import 'server-only'
import type { ClientBase } from 'pg'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { MAY_TAKE, ROLE_NAMES } from './grants.ts'

const t = commandWords('postgresql')

/**
 * The purpose of a connection. `web` sees the rows in the scope of each transaction; `sync` mirrors the
 * sources; `owner` runs migrations, backups and commands as the role in DATABASE_URL.
 */
export type Work = 'web' | 'sync' | 'owner'

/** The web server would run under a role that bypasses row-level security; the message names the fix. */
export class DatabaseRoleError extends ExplainedError {
  override name = 'DatabaseRoleError'
}

/**
 * Finds the role for a connection's transactions: Furrow's own role, or the connecting role when no role of
 * Furrow may be taken. A `web` connection takes its role at once, so that statements outside transactions use
 * that role too.
 * @throws {DatabaseRoleError} for `web`, when row-level security would not apply
 */
export async function roleFor(client: ClientBase, work: Work): Promise<string> {
  const own = work === 'owner' ? null : ROLE_NAMES[work]
  const { rows } = await client.query<{ name: string }>(
    `select case when current_user = any($2::text[]) then session_user else current_user end::text as name
       where not exists (select from pg_roles where rolname = $1 and ${MAY_TAKE})
     union all select rolname::text from pg_roles where rolname = $1 and ${MAY_TAKE}`,
    [own, Object.values(ROLE_NAMES)],
  )
  const name = rows[0]?.name ?? ''
  if (work !== 'web') return name
  await client.query("select set_config('role', $1, false), set_config('furrow.scope', '', false)", [name])
  await requireBound(client)
  return name
}

async function requireBound(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; isSuper: boolean; isBypassing: boolean }>(
    `select rolname as name, rolsuper as "isSuper", rolbypassrls as "isBypassing"
     from pg_roles where rolname = current_user`,
  )
  const [role] = rows
  if (role && !role.isSuper && !role.isBypassing) return
  const name = role?.name ?? t('role.unknown')
  const values = { name, web: ROLE_NAMES.web, right: role?.isSuper ? 'superuser' : 'bypass' }
  throw new DatabaseRoleError(name === ROLE_NAMES.web ? t('role.web', values) : t('role.other', values))
}

import 'server-only'
import type { ClientBase } from 'pg'
import { MAY_TAKE, ROLE_NAMES } from './grants.ts'

/**
 * Whom a connection works for. `web`: sees what the scope of each transaction says; `sync`: whatever mirrors the sources;
 * `owner`: migrations, backups and commands, as the role of DATABASE_URL.
 */
export type Work = 'web' | 'sync' | 'owner'

/** The web server would work as a role that no policy holds for; the message names the fix. */
export class DatabaseRoleError extends Error {
  override name = 'DatabaseRoleError'
}

/**
 * Takes the role for the work on a new connection, before any other statement; where there is none, it stays the connecting
 * role. Throws DatabaseRoleError for `web` where row-level security would not hold.
 */
export async function takeRole(client: ClientBase, work: Work): Promise<void> {
  if (work !== 'owner') {
    // A role that does not exist, or may not be taken, leaves the connecting one.
    await client.query(
      `select set_config('role', rolname::text, false) from pg_roles
       where rolname = $1 and ${MAY_TAKE}`,
      [ROLE_NAMES[work]],
    )
  }
  if (work === 'web') await requireBound(client)
  else await client.query("select set_config('furrow.scope', 'all', false)")
}

async function requireBound(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; isSuper: boolean; isBypassing: boolean }>(
    `select rolname as name, rolsuper as "isSuper", rolbypassrls as "isBypassing"
     from pg_roles where rolname = current_user`,
  )
  const [role] = rows
  if (role && !role.isSuper && !role.isBypassing) return
  const name = role?.name ?? 'the connecting role'
  const attribute = role?.isSuper ? 'is a superuser' : 'has BYPASSRLS'
  throw new DatabaseRoleError(
    name === ROLE_NAMES.web
      ? `The web server would not start: its role ${name} ${attribute}, so that nobody's scope would hold. Run: alter role ${name} nosuperuser nobypassrls`
      : `The web server would not start: it would work as ${name}, which ${attribute}, so that nobody's scope would hold, and it may not take the role ${ROLE_NAMES.web}. As a superuser run: create role ${ROLE_NAMES.web} nologin; grant ${ROLE_NAMES.web} to ${name}. Or name a role without these rights in DATABASE_URL.`,
  )
}

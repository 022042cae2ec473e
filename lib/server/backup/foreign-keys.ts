import 'server-only'
import pg from 'pg'
import { commandWords } from '#lib/words/command-words.ts'
import { BackupError } from './frames.ts'

const t = commandWords('commands')

type ForeignKey = { table: string; name: string; definition: string }

const VIOLATED = '23503'

/**
 * Drops every foreign key of the schema `public` within the client's transaction, so that rows may arrive in
 * any order: parents after children, and tables that reference each other or themselves.
 * @returns a function that adds the keys again unchanged, which checks all rows at once; it throws
 * BackupError if a row references a missing one
 */
export async function liftForeignKeys(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint
     where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace
     order by 1, 2`,
  )
  for (const { table, name } of rows)
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`)
  return async () => {
    for (const key of rows) await addForeignKey(client, key)
  }
}

async function addForeignKey(client: pg.Client, { table, name, definition }: ForeignKey): Promise<void> {
  try {
    await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === VIOLATED)) throw error
    throw new BackupError(t('damaged.reference', { table, detail: error.detail ?? '' }), { cause: error })
  }
}

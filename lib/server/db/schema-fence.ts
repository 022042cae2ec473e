import 'server-only'
import type { ClientBase } from 'pg'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { ADVISORY_LOCKS } from './advisory-locks.ts'
import { SCHEMA } from './schema-number.ts'

const t = commandWords('postgresql')

/** Furrow's tables cannot be kept or used in this database as it is; the message names the fix. */
export class SchemaError extends ExplainedError {
  override name = 'SchemaError'
}

/** SQLSTATE of a write that the fence refuses, because the writing release has another schema. */
export const OTHER_RELEASE = 'FU001'

/** The value of `furrow.schema` in the session that runs migrations. */
export const MIGRATING = 'migrating'

/**
 * Stops every other release from writing the mirror, including releases without this check. Each run updates
 * its window in `sync_window`, and the trigger refuses a transaction that does not name the current schema.
 * Run this after migrations.
 */
export async function setUpFence(client: ClientBase): Promise<void> {
  await client.query(`create or replace function furrow_require_schema() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $fence$
    declare
      known text := current_setting('furrow.schema', true);
      newest text;
    begin
      if known = '${MIGRATING}' then return null; end if;
      if not pg_try_advisory_xact_lock_shared(${ADVISORY_LOCKS.schema}) then
        raise exception 'the tables of Furrow are being changed' using errcode = '55P03';
      end if;
      select max(created_at)::text into newest from drizzle.__drizzle_migrations;
      if known is distinct from newest then
        raise exception 'this database has the schema % of another release of Furrow', newest
          using errcode = '${OTHER_RELEASE}';
      end if;
      return null;
    end $fence$`)
  await client.query(`create or replace trigger furrow_schema before update on sync_window
    for each statement execute function furrow_require_schema()`)
}

/** Waits for writes of the mirror in progress, and blocks further writes until the connection ends. */
export async function closeFence(client: ClientBase): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.schema])
}

/**
 * Refuses to work on a database that a newer release has migrated.
 * @throws {SchemaError} when `schema` is newer than this release's
 */
export function refuseNewer(schema: number | null): void {
  if (schema === null || schema <= SCHEMA) return
  throw new SchemaError(t('schema.newer', { schema: String(schema), known: String(SCHEMA) }))
}

/**
 * Refuses to work on a database with another release's tables.
 * @throws {SchemaError} when `schema` is older or newer than this release's, or null
 */
export function requireSchema(schema: number | null): void {
  refuseNewer(schema)
  if (schema === SCHEMA) return
  throw new SchemaError(t('schema.older'))
}

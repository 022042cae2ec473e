import 'server-only'
import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { CreateIntegrationBody, RotateIntegrationBody } from '#lib/admin/bodies.ts'
import {
  type Integration,
  type IntegrationKey,
  type Integrations,
  integrationSchema,
} from '#lib/admin/schema.ts'
import { changedMeanwhile, notFound, RequestError } from '#lib/errors.ts'
import { newKey } from '#lib/server/auth/secrets.ts'
import { database, type Executor } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { textArray } from '#lib/server/lists/predicates.ts'
import type { RequestContext, Viewer } from '#lib/server/viewer.ts'
import { administer, requireAdmin } from './administering.ts'
import { withSourceNotices } from './source-notices.ts'

/**
 * Lists all integrations, working ones first.
 * @throws RequestError 403 for anyone but an admin
 */
export async function listIntegrations(viewer: Viewer): Promise<Integrations> {
  requireAdmin(viewer)
  return { integrations: await readIntegrations(database(), sql`true`) }
}

function readIntegrations(tx: Executor, where: SQL): Promise<Integration[]> {
  return parsedRows(
    tx,
    sql`select id, name, key_prefix as "keyPrefix", role, funding_sources as "fundingSources",
          created_by as "createdBy", ${instantText(sql`created_at`)} as "createdAt",
          ${instantText(sql`expires_at`)} as "expiresAt",
          case when previous_key_ends_at > now() then ${instantText(sql`previous_key_ends_at`)} end as "previousKeyEndsAt",
          ${instantText(sql`last_used_at`)} as "lastUsedAt", ${instantText(sql`revoked_at`)} as "revokedAt",
          case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'active' end as state,
          ${fingerprint(sql`row(key_hash, expires_at, revoked_at)::text`)} as version
        from integration where ${where}
        order by revoked_at is not null, expires_at <= now(), lower(name), id`,
    integrationSchema,
  )
}

/**
 * Registers an integration for an approved team's program.
 * @returns its key, which only this response contains
 * @throws RequestError 403 for anyone but an admin
 */
export async function createIntegration(
  acting: RequestContext,
  wanted: CreateIntegrationBody,
): Promise<IntegrationKey> {
  const made = await administer(acting, async (tx) => {
    const { name, role, fundingSources, expiresInDays } = wanted
    const id = randomUUID()
    const { key, hash, prefix } = newKey()
    await tx.execute(sql`
      insert into integration (id, name, key_prefix, key_hash, role, funding_sources, created_by, created_at,
        expires_at)
      values (${id}, ${name}, ${prefix}, ${hash}, ${role}, ${textArray(fundingSources)}, ${acting.viewer.name},
        now(), now() + make_interval(days => ${expiresInDays}))`)
    const integration = await readIntegration(tx, id)
    const details = { name, keyPrefix: prefix, role, fundingSources, expiresAt: integration.expiresAt }
    return {
      result: { integration, key },
      audit: { action: 'integration.create', subject: `integration:${id}`, details },
    }
  })
  return withSourceNotices(acting.viewer, wanted.fundingSources, made)
}

/**
 * Gives an integration a new key. The replaced key still works for the days of grace; a key replaced before
 * it stops working.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown integration, 409 if it is revoked or
 * was changed meanwhile
 */
export async function rotateIntegration(
  acting: RequestContext,
  id: string,
  { version, graceDays, expiresInDays }: RotateIntegrationBody,
): Promise<IntegrationKey> {
  const rotated = await administer(acting, async (tx) => {
    const former = await lockIntegration(tx, id, version)
    if (former.state === 'revoked') throw revoked(former.name)
    const { key, hash, prefix } = newKey()
    // The grace period must not revive a key that has expired.
    const grace = sql`least(now() + make_interval(days => ${graceDays}), expires_at)`
    await tx.execute(sql`
      update integration set previous_key_hash = key_hash, previous_key_ends_at = ${grace}, key_hash = ${hash},
        key_prefix = ${prefix}, expires_at = now() + make_interval(days => ${expiresInDays}) where id = ${id}`)
    const details = {
      name: former.name,
      formerKeyPrefix: former.keyPrefix,
      keyPrefix: prefix,
      graceDays,
      expiresInDays,
    }
    return {
      result: { integration: await readIntegration(tx, id), key },
      audit: { action: 'integration.rotate', subject: `integration:${id}`, details },
    }
  })
  return withSourceNotices(acting.viewer, rotated.integration.fundingSources, rotated)
}

/**
 * Ends all keys of an integration at once and for good.
 * @throws RequestError as `rotateIntegration`
 */
export function revokeIntegration(
  acting: RequestContext,
  id: string,
  version: string,
): Promise<{ integration: Integration }> {
  return administer(acting, async (tx) => {
    const former = await lockIntegration(tx, id, version)
    if (former.state === 'revoked') throw revoked(former.name)
    await tx.execute(sql`update integration set revoked_at = now() where id = ${id}`)
    const details = { name: former.name, keyPrefix: former.keyPrefix }
    return {
      result: { integration: await readIntegration(tx, id) },
      audit: { action: 'integration.revoke', subject: `integration:${id}`, details },
    }
  })
}

async function lockIntegration(tx: Executor, id: string, version: string): Promise<Integration> {
  await tx.execute(sql`select 1 from integration where id = ${id} for update`)
  const former = await readIntegration(tx, id)
  if (former.version !== version) throw changedMeanwhile(former.name)
  return former
}

async function readIntegration(tx: Executor, id: string): Promise<Integration> {
  const [found] = await readIntegrations(tx, sql`id = ${id}`)
  if (!found) throw notFound('integration')
  return found
}

function revoked(name: string): RequestError {
  const detail = `${name} is revoked for good: create a new integration.`
  return new RequestError(409, 'integration_revoked', detail, { values: { name } })
}

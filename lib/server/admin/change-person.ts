import 'server-only'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { ChangeAccessBody } from '#lib/admin/bodies.ts'
import { type ChangedAccess, type PersonAnswer, personSchema } from '#lib/admin/schema.ts'
import { changedMeanwhile, notFound, RequestError } from '#lib/errors.ts'
import { voidLink } from '#lib/server/auth/password-links.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { textArray } from '#lib/server/lists/predicates.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import { administer } from './administering.ts'
import { PERSON_VERSION, readPerson } from './directory.ts'
import { withSourceNotices } from './source-notices.ts'

const currentSchema = personSchema.pick({
  id: true,
  name: true,
  role: true,
  fundingSources: true,
  version: true,
})
type Current = z.infer<typeof currentSchema>

/**
 * Gives a person another role or other funding sources, which apply from their next request.
 * @returns the person, with a notice for each funding source that no row and no setting names
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown person, 409 if the person was changed
 * meanwhile, for one's own account and for the last active admin
 */
export async function changeAccess(
  acting: RequestContext,
  id: string,
  wanted: ChangeAccessBody,
): Promise<ChangedAccess> {
  const changed = await administer(acting, async (tx) => {
    const current = await readCurrent(tx, id, wanted.version)
    if (wanted.role !== 'admin') await keepAnAdmin(tx, id, 'given another role')
    refuseOwn(acting, id, 'access')
    await tx.execute(sql`
      update person set role = ${wanted.role}, funding_sources = ${textArray(wanted.fundingSources)},
        updated_at = now() where id = ${id}`)
    const isNewRole = current.role !== wanted.role
    return {
      result: { person: await readPerson(tx, acting.viewer, id) },
      audit: {
        action: isNewRole ? 'person.change_role' : 'person.change_funding_sources',
        subject: `person:${id}`,
        details: {
          name: current.name,
          role: wanted.role,
          fundingSources: wanted.fundingSources,
          formerRole: current.role,
          formerFundingSources: current.fundingSources,
        },
      },
    }
  })
  return withSourceNotices(acting.viewer, wanted.fundingSources, changed)
}

/**
 * Disables a person and ends their sessions and password link, so that enabling the account revives none of
 * them.
 * @throws RequestError as `changeAccess`
 */
export function disablePerson(acting: RequestContext, id: string, version: string): Promise<PersonAnswer> {
  return administer(acting, async (tx) => {
    const { name } = await readCurrent(tx, id, version)
    await keepAnAdmin(tx, id, 'disabled')
    refuseOwn(acting, id, 'disable')
    await tx.execute(sql`
      update person set disabled_at = coalesce(disabled_at, now()), updated_at = now() where id = ${id}`)
    await tx.execute(sql`delete from session where person_id = ${id}`)
    await voidLink(tx, id)
    const audit = { action: 'person.disable', subject: `person:${id}`, details: { name } }
    return { result: { person: await readPerson(tx, acting.viewer, id) }, audit }
  })
}

/**
 * Lets a disabled person sign in again, with the role and funding sources they had.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown person, 409 if the person was changed
 * meanwhile
 */
export function enablePerson(acting: RequestContext, id: string, version: string): Promise<PersonAnswer> {
  return administer(acting, async (tx) => {
    const { name } = await readCurrent(tx, id, version)
    await tx.execute(sql`update person set disabled_at = null, updated_at = now() where id = ${id}`)
    const audit = { action: 'person.enable', subject: `person:${id}`, details: { name } }
    return { result: { person: await readPerson(tx, acting.viewer, id) }, audit }
  })
}

/**
 * Locks the person and all admins in one fixed order, so that two admins cannot demote each other at once.
 */
async function readCurrent(tx: Executor, id: string, version: string): Promise<Current> {
  const found = await parsedRows(
    tx,
    sql`select id, name, role, funding_sources as "fundingSources", ${PERSON_VERSION} as version
        from person where id = ${id} or role = 'admin' order by id for update`,
    currentSchema,
  )
  const current = found.find((row) => row.id === id)
  if (!current) throw notFound('person')
  if (current.version !== version) throw changedMeanwhile(current.name)
  return current
}

async function keepAnAdmin(tx: Executor, id: string, becomes: string): Promise<void> {
  const active = sql`role = 'admin' and disabled_at is null`
  const [left] = await query<{ isLast: boolean }>(tx)`
    select exists (select from person where id = ${id} and ${active})
      and not exists (select from person where id <> ${id} and ${active}) as "isLast"`
  if (!left?.isLast) return
  const detail = `This is the last active admin and cannot be ${becomes}: make someone else an admin first.`
  throw new RequestError(409, 'last_admin', detail)
}

const OWN = { access: 'role or funding sources', disable: 'account, by disabling it' }

function refuseOwn({ viewer }: RequestContext, id: string, act: keyof typeof OWN): void {
  if (viewer.id !== id) return
  const detail = `You cannot change your own ${OWN[act]}: ask another admin to do it.`
  throw new RequestError(409, 'own_account', detail, { values: { act } })
}

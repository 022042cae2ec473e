import 'server-only'
import { sql } from 'drizzle-orm'
import type { PasswordLinkAnswer } from '#lib/admin/schema.ts'
import { changedMeanwhile, notFound, RequestError } from '#lib/errors.ts'
import {
  auditOfLink,
  lockOwner,
  makeLink,
  PASSED_ON_HOURS,
  refusalOfLink,
} from '#lib/server/auth/password-links.ts'
import { passwordLinkMail } from '#lib/server/mail/mails.ts'
import { sendMail } from '#lib/server/mail/send.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import { mailLanguage } from '#lib/server/words/installed-languages.ts'
import { administer } from './administering.ts'
import { readPerson } from './directory.ts'

/**
 * Creates a link with which a person who forgot the password chooses a new one, and mails it if a mail server
 * is configured.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown person, 409 for a disabled one, for
 * one who was changed meanwhile or uses single sign-on only, and for the admin's own account
 */
export async function makePasswordLink(
  acting: RequestContext,
  id: string,
  version: string,
): Promise<PasswordLinkAnswer> {
  const { viewer } = acting
  const { owner, made } = await administer(acting, async (tx) => {
    const owner = await lockOwner(tx, sql`id = ${id}`)
    if (owner === null) throw notFound('person')
    // An own link would bypass the current password, which a session alone must not do.
    if (id === viewer.id) {
      const detail = 'Change your own password under Your account, or ask another admin for a link.'
      throw new RequestError(409, 'own_account', detail, { values: { act: 'password' } })
    }
    if ((await readPerson(tx, viewer, id)).version !== version) throw changedMeanwhile(owner.name)
    const refusal = refusalOfLink(owner)
    if (refusal) throw refusal
    const made = await makeLink(tx, owner, PASSED_ON_HOURS)
    return { result: { owner, made }, audit: auditOfLink(owner, 'admin') }
  })
  const language = mailLanguage(owner.language)
  const sent = await sendMail(passwordLinkMail({ ...owner, ...made, language, madeBy: viewer.name }))
  return { ...made, ...sent }
}

import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { AccessRequestBody } from '#lib/admin/bodies.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { clientAddress } from '#lib/server/auth/address.ts'
import { consumeLimit } from '#lib/server/auth/rate-limits.ts'
import { env } from '#lib/server/config/env.ts'
import { database, query } from '#lib/server/db/client.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { accessRequestMail } from '#lib/server/mail/mails.ts'
import { sendMail } from '#lib/server/mail/send.ts'
import { mailLanguage } from '#lib/server/words/installed-languages.ts'

/** How many requests of one e-mail address may be open at once; further ones are dropped silently. */
const MAX_OPEN_PER_EMAIL = 3

/**
 * Stores a stranger's access request until an admin decides it, and mails the admins. The response is the
 * same whether the address is known, has asked before or has asked too often.
 * @throws RequestError 429 beyond the limit of the sender's network address
 */
export async function submitAccessRequest(
  asked: AccessRequestBody,
  { request, requestId }: { request: Request; requestId: string },
): Promise<{ received: true }> {
  await consumeLimit('access_request', clientAddress(request))
  // Not awaited: the response time must not tell whether the request was stored.
  if (await keepRequest(asked, requestId)) void tellAdmins(asked)
  return { received: true }
}

/** @returns false if the e-mail address has too many open requests */
function keepRequest(asked: AccessRequestBody, requestId: string): Promise<boolean> {
  const id = randomUUID()
  return transactRecorded(async (tx) => {
    // Serialises the requests of one address, so that the count below is right.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`access request ${asked.email}`}))`)
    const kept = await query(tx)`
      insert into access_request (id, name, email, organisation, funding_sources, reason, created_at)
        select ${id}, ${asked.name}, ${asked.email}, ${asked.organisation}, ${asked.fundingSources}, ${asked.reason}, now()
        where (select count(*) from access_request where email = ${asked.email} and decision is null)
          < ${MAX_OPEN_PER_EMAIL}
        returning 1`
    const isKept = kept.length > 0
    const audit: AuditEntry = {
      actor: 'anonymous',
      action: 'access_request.submit',
      outcome: isKept ? 'ok' : 'denied',
      details: isKept ? {} : { reason: 'too many open requests of this address' },
      ...(isKept && { subject: `access_request:${id}` }),
      requestId,
    }
    return { result: isKept, audit }
  })
}

async function tellAdmins({ name, organisation, email }: AccessRequestBody): Promise<void> {
  try {
    const admins = await query<{ email: string; language: string | null }>(database())`
      select email, language from person where role = 'admin' and disabled_at is null order by email`
    const page = new URL('/admin/requests', env().appUrl).href
    for (const [language, readers] of Map.groupBy(admins, (admin) => mailLanguage(admin.language))) {
      const to = readers.map((admin) => admin.email)
      await sendMail(accessRequestMail(to, language, { name, organisation, email, page }))
    }
  } catch (error) {
    logger().warn(errorFields(error), 'admins could not be notified of an access request')
  }
}

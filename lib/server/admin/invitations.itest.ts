import { eq, ne, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import * as acceptRoute from '#app/api/invitations/accept/route.ts'
import type { InvitationAnswer } from '#lib/admin/schema.ts'
import type { Problem } from '#lib/errors.ts'
import { readOffer } from '#lib/server/auth/accept-invitation.ts'
import { isPassword } from '#lib/server/auth/password-hash.ts'
import { env } from '#lib/server/config/env.ts'
import { rows } from '#lib/server/db/client.ts'
import { invitation, person } from '#lib/server/db/schema-people.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { post } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import { openDatabaseAndMail } from '#lib/testing/mail.ts'
import { mailText } from '#lib/testing/smtp.ts'
import '#lib/testing/quick-hashes.ts'
import { listPeople } from './directory.ts'
import { invite, renewInvitation, revokeInvitation } from './invitations.ts'

const { own, smtp } = await openDatabaseAndMail()

const admin: Viewer = { kind: 'person', id: 'ada', name: 'Ada Eze', role: 'admin', fundingSources: 'all' }
const acting = { viewer: admin, requestId: 'request-1' }
const grace = {
  name: 'Grace Ọlá',
  email: 'grace@example.com',
  role: 'financier' as const,
  fundingSources: ['AGRI-1'],
}
const PASSWORD = 'plough the long field'

beforeEach(async () => {
  await own.db.execute(sql`truncate person, session, account, invitation, rate_limit cascade`)
  await emptyAuditLog(own.db)
  await own.db.insert(person).values({ id: 'ada', name: 'Ada Eze', email: 'ada@example.com', role: 'admin' })
  env().mail = null
  smtp.mails.length = 0
  smtp.refuseWith(null)
})

/** An invitation's id and version, as the admin's page sends them. */
const seen = ({ invitation }: InvitationAnswer) => [invitation.id, invitation.version] as const
const tokenOf = ({ link }: InvitationAnswer) => new URL(link).pathname.replace('/invitation/', '')
const accept = (body: unknown, address = '10.0.0.1') =>
  post(acceptRoute, '/api/invitations/accept', body, { 'x-furrow-address': address })
const take = (made: InvitationAnswer, fields: object = {}) =>
  accept({ token: tokenOf(made), name: 'Grace Ọlá', password: PASSWORD, ...fields })
const madePeople = () => own.db.select().from(person).where(ne(person.id, 'ada'))
const problemOf = async (response: Response): Promise<Problem> => response.json()
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code }: { status?: number; code?: string }) => `${status} ${code}`,
  )
const actions = async () =>
  (await rows<{ action: string }>(own.db, sql`select action from audit_event order by sequence`)).map(
    (event) => event.action,
  )

describe('an invitation', () => {
  test('has a link of 256 bits that is stored as a hash, and is listed until it is accepted', async () => {
    const made = await invite(acting, grace)
    expect(made).toMatchObject({ mail: 'off', mailError: null, invitation: { email: 'grace@example.com' } })
    const token = tokenOf(made)
    expect(token).toMatch(/^[\w-]{43}$/)
    const kept = await rows(own.db, sql`select row_to_json(i)::text from invitation i`)
    const log = await rows(own.db, sql`select row_to_json(e)::text from audit_event e`)
    expect(JSON.stringify([kept, log])).not.toContain(token)
    const { invitations } = await listPeople(admin)
    expect(invitations).toMatchObject([{ name: 'Grace Ọlá', role: 'financier', isExpired: false }])
    const { createdAt = '', expiresAt = '' } = invitations[0] ?? {}
    const days = (Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000
    expect(days).toBeGreaterThan(6.9)
    expect(days).toBeLessThanOrEqual(7)
  })
  test('creates an account with exactly the role and funding sources that the admin chose', async () => {
    const made = await invite(acting, grace)
    expect(await readOffer(tokenOf(made))).toEqual({ name: 'Grace Ọlá', email: 'grace@example.com' })
    const response = await take(made, { name: 'Grace O.' })
    expect([response.status, await response.json()]).toEqual([200, { name: 'Grace O.', role: 'financier' }])
    expect(response.headers.get('set-cookie')).toMatch(/^furrow_session=.+HttpOnly/)
    const [found] = await own.db.select().from(person).where(eq(person.email, 'grace@example.com'))
    expect(found).toMatchObject({ name: 'Grace O.', role: 'financier', fundingSources: ['AGRI-1'] })
    const [account] = await rows<{ password: string }>(own.db, sql`select password from account`)
    expect(await isPassword(PASSWORD, account?.password ?? '')).toBe(true)
    expect((await listPeople(admin)).invitations).toEqual([])
    expect(await actions()).toEqual(['person.invite', 'invitation.accept', 'sign_in'])
  })
  test('takes no role, e-mail or funding sources from the person who accepts it', async () => {
    const made = await invite(acting, grace)
    for (const extra of [{ role: 'admin' }, { email: 'evil@example.com' }, { fundingSources: ['B'] }]) {
      const response = await take(made, extra)
      expect([response.status, (await problemOf(response)).code]).toEqual([400, 'invalid_parameter'])
    }
    expect(await madePeople()).toEqual([])
    expect((await take(made)).status).toBe(200)
  })
  test('survives a weak password, which the error names', async () => {
    const made = await invite(acting, grace)
    const own = ['grace@example.com', 'GRACE @ example.com', 'grace ọlá', 'graceola9']
    for (const password of ['short', 'password123', 'x'.repeat(2000), ...own]) {
      const problem = await problemOf(await take(made, { password, name: 'Grace Ola' }))
      expect([problem.status, problem.param]).toEqual([400, 'password'])
      if (own.includes(password)) expect(problem.detail).toMatch(/The password is made of your name/)
    }
    expect((await take(made)).status).toBe(200)
  })
  test('can be accepted without a password only if single sign-on is configured', async () => {
    const made = await invite(acting, grace)
    const refused = await problemOf(await take(made, { password: null }))
    expect([refused.status, refused.param]).toEqual([400, 'password'])
    const former = env().oidc
    env().oidc = { issuer: 'https://login.example.com', clientId: 'furrow', clientSecret: 'secret' }
    try {
      const response = await take(made, { password: null })
      expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null])
    } finally {
      env().oidc = former
    }
    expect(await madePeople()).toMatchObject([{ email: 'grace@example.com', emailVerified: true }])
    expect(await rows(own.db, sql`select 1 from account`)).toEqual([])
  })
  test('gives one account when two people follow it at the same moment', async () => {
    const made = await invite(acting, grace)
    const statuses = (await Promise.all([take(made), take(made), take(made)])).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 409, 409])
    expect(await madePeople()).toHaveLength(1)
  })
})

describe('links that do not work', () => {
  const useless: [string, () => Promise<string>][] = [
    ['unknown', async () => 'A'.repeat(43)],
    ['of another form', async () => '../../admin'],
    ['empty', async () => ''],
    [
      'used',
      async () => {
        const made = await invite(acting, grace)
        await take(made)
        return tokenOf(made)
      },
    ],
    [
      'revoked',
      async () => {
        const made = await invite(acting, grace)
        await revokeInvitation(acting, ...seen(made))
        return tokenOf(made)
      },
    ],
    [
      'expired',
      async () => {
        const made = await invite(acting, grace)
        await own.db.update(invitation).set({ expiresAt: sql`now() - interval '1 second'` })
        return tokenOf(made)
      },
    ],
    [
      'replaced',
      async () => {
        const made = await invite(acting, grace)
        await renewInvitation(acting, ...seen(made))
        return tokenOf(made)
      },
    ],
    [
      'of an address that has an account by now',
      async () => {
        const made = await invite(acting, grace)
        await own.db.insert(person).values({ id: 'g', name: 'g', email: grace.email, role: 'operator' })
        return tokenOf(made)
      },
    ],
  ]
  test.each(useless)('one that is %s gets the same answer as any other', async (_name, make) => {
    const token = await make()
    const { requestId: _, ...problem } = await problemOf(
      await accept({ token, name: 'Eve', password: PASSWORD }),
    )
    expect(problem).toEqual({
      type: 'urn:furrow:problem:invitation_useless',
      title: 'Conflict',
      status: 409,
      code: 'invitation_useless',
      detail:
        'This invitation link does not work: it was used, withdrawn or is older than a week. Ask for a new one.',
      retryable: false,
    })
  })
  test('are limited by network address', async () => {
    const token = 'A'.repeat(43)
    const body = { token, name: 'Eve', password: PASSWORD }
    for (let turn = 0; turn < 10; turn += 1) expect((await accept(body, '10.0.0.9')).status).toBe(409)
    expect((await problemOf(await accept(body, '10.0.0.9'))).code).toBe('too_many_requests')
    expect((await accept(body, '10.0.0.10')).status).toBe(409)
  })
})

describe('invitations and admins', () => {
  test('a new link works and is valid for a week again, even after the invitation expired', async () => {
    const made = await invite(acting, grace)
    await own.db.update(invitation).set({ expiresAt: sql`now() - interval '1 second'` })
    const [expired] = (await listPeople(admin)).invitations
    expect(expired?.isExpired).toBe(true)
    const renewed = await renewInvitation(acting, made.invitation.id, expired?.version ?? '')
    expect(renewed.invitation).toMatchObject({ id: made.invitation.id, isExpired: false })
    expect((await take(renewed)).status).toBe(200)
    expect(await actions()).toEqual(['person.invite', 'invitation.renew', 'invitation.accept', 'sign_in'])
  })
  test('revoking an accepted invitation and inviting a known address are refused', async () => {
    const made = await invite(acting, grace)
    expect(await refusal(invite(acting, grace))).toBe('409 already_invited')
    await take(made)
    expect(await refusal(revokeInvitation(acting, ...seen(made)))).toBe('409 invitation_settled')
    expect(await refusal(invite(acting, grace))).toBe('409 already_has_account')
    expect(await refusal(renewInvitation(acting, ...seen(made)))).toBe('409 invitation_settled')
    expect(await refusal(renewInvitation(acting, 'unknown', ''))).toBe('404 not_found')
    expect(await refusal(revokeInvitation(acting, 'unknown', ''))).toBe('404 not_found')
  })
  test('a revoked invitation stays revoked, even for an outdated page', async () => {
    const made = await invite(acting, grace)
    await revokeInvitation(acting, ...seen(made))
    expect(await refusal(renewInvitation(acting, ...seen(made)))).toBe('409 invitation_settled')
    expect(await refusal(revokeInvitation(acting, ...seen(made)))).toBe('409 invitation_settled')
    const again = await invite(acting, { ...grace, role: 'operator', fundingSources: [] })
    expect(await refusal(renewInvitation(acting, ...seen(made)))).toBe('409 invitation_settled')
    expect((await listPeople(admin)).invitations).toMatchObject([{ role: 'operator' }])
    expect((await take(made)).status).toBe(409)
    expect((await take(again)).status).toBe(200)
  })
  test('another admin’s change since the page was loaded is not overwritten', async () => {
    const made = await invite(acting, grace)
    const renewed = await renewInvitation(acting, ...seen(made))
    expect(await refusal(renewInvitation(acting, ...seen(made)))).toBe('409 changed_meanwhile')
    expect(await refusal(revokeInvitation(acting, ...seen(made)))).toBe('409 changed_meanwhile')
    expect((await take(renewed)).status).toBe(200)
  })
  test('the database allows one open invitation for an address', async () => {
    const made = await invite(acting, grace)
    const second = sql`insert into invitation (id, token_hash, email, name, role, created_by, created_at, expires_at)
      select 'second', 'x', email, name, 'admin', created_by, created_at, expires_at from invitation`
    await expect(own.db.execute(second)).rejects.toThrow()
    await revokeInvitation(acting, ...seen(made))
    await own.db.execute(second)
  })
  test('two admins who invite the same person at once create one invitation', async () => {
    const outcomes = await Promise.all([invite(acting, grace), invite(acting, grace)].map(refusal))
    expect(outcomes.toSorted()).toEqual(['409 already_invited', 'done'])
    expect((await listPeople(admin)).invitations).toHaveLength(1)
  })
  test.each<Viewer>([
    { ...admin, role: 'operator' },
    { ...admin, kind: 'integration' },
  ])('$kind $role can neither create, renew nor revoke one', async (viewer) => {
    const made = await invite(acting, grace)
    for (const act of [
      () => invite({ viewer }, { ...grace, email: 'other@example.com' }),
      () => renewInvitation({ viewer }, ...seen(made)),
      () => revokeInvitation({ viewer }, ...seen(made)),
    ])
      expect(await refusal(act())).toBe('403 not_allowed')
  })
})

describe('mail', () => {
  beforeEach(() => {
    env().mail = { url: smtp.url, from: 'furrow@example.com' }
  })
  test('brings the link to the invited person alone', async () => {
    const made = await invite(acting, grace)
    expect(made).toMatchObject({ mail: 'sent', mailError: null })
    expect(smtp.mails.map((mail) => mail.to)).toEqual([['grace@example.com']])
    const [mail] = smtp.mails
    if (!mail) throw new Error('no mail came')
    expect(mailText(mail)).toContain(made.link)
    expect(mailText(mail)).toContain('Hello Grace Ọlá,')
    expect(mail.data).toContain('From: furrow@example.com')
  })
  test('reports a refusal with its reason, and the link is returned all the same', async () => {
    smtp.refuseWith('550 5.1.1 no such person')
    const made = await invite(acting, grace)
    expect(made).toMatchObject({
      mail: 'failed',
      mailFault: 'address',
      mailError: 'The mail server refused the address.',
    })
    expect((await take(made)).status).toBe(200)
  })
  test('reports an unreachable server with its reason', async () => {
    env().mail = { url: 'smtp://127.0.0.1:1', from: 'furrow@example.com' }
    expect(await invite(acting, grace)).toMatchObject({
      mail: 'failed',
      mailFault: 'connection',
      mailError: 'The mail server couldn’t be reached.',
    })
  })
  test('cannot gain headers or recipients through a name with line breaks or further addresses', async () => {
    const name = 'Eve\r\nBcc: everyone@example.com'
    await invite(acting, { ...grace, name })
    expect(smtp.mails.map((mail) => mail.to)).toEqual([['grace@example.com']])
    const headers = smtp.mails[0]?.data.split('\n\n')[0]
    expect(headers).not.toMatch(/^bcc/im)
  })
})

import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import * as linkRoute from '#app/api/admin/people/[id]/password-link/route.ts'
import * as forgottenRoute from '#app/api/auth/forgotten-password/route.ts'
import * as newPasswordRoute from '#app/api/auth/new-password/route.ts'
import * as passwordRoute from '#app/api/auth/password/route.ts'
import * as signInRoute from '#app/api/auth/sign-in/route.ts'
import type { Problem } from '#lib/errors.ts'
import type { Role } from '#lib/people/roles.ts'
import { disablePerson, enablePerson } from '#lib/server/admin/change-person.ts'
import { readPerson } from '#lib/server/admin/directory.ts'
import { makePasswordLink } from '#lib/server/admin/password-link.ts'
import { env } from '#lib/server/config/env.ts'
import { rows } from '#lib/server/db/client.ts'
import { account, person } from '#lib/server/db/schema-people.ts'
import type { RequestContext, Viewer } from '#lib/server/viewer.ts'
import { admin, ask, operator, post } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import { openDatabaseAndMail } from '#lib/testing/mail.ts'
import { createPersonWithPassword, signedInAs } from '#lib/testing/people.ts'
import { mailText } from '#lib/testing/smtp.ts'
import '#lib/testing/quick-hashes.ts'
import { readLinkOwner } from './forgotten-password.ts'

const { own, smtp } = await openDatabaseAndMail()

const FORMER = 'plough the long field'
const NEW = 'harrow the long field'
const EMAIL = 'grace@example.com'
const OIDC = { issuer: 'https://login.example.com', clientId: 'furrow', clientSecret: 'secret' }
let grace: string

beforeEach(async () => {
  await own.db.execute(sql`delete from person where email not like '%@test.example'`)
  await own.db.execute(sql`truncate account, verification, rate_limit`)
  await emptyAuditLog(own.db)
  env().mail = null
  env().oidc = null
  smtp.mails.length = 0
  const given = { name: 'Grace Ọlá', email: EMAIL, role: 'financier' as const, fundingSources: ['AGRI-1'] }
  grace = (await createPersonWithPassword({ ...given, password: FORMER })).id
  await signedInAs(admin, own.db)
})

const acting = { viewer: admin, requestId: 'request-1' }
const from = (address = '10.0.0.1') => ({ 'x-furrow-address': address })
const choose = (token: string, password = NEW, address?: string) =>
  post(newPasswordRoute, '/api/auth/new-password', { token, password }, from(address))
const forgot = (email: string, address?: string) =>
  post(forgottenRoute, '/api/auth/forgotten-password', { email }, from(address))
const signIn = (password: string) =>
  post(signInRoute, '/api/auth/sign-in', { email: EMAIL, password }, from('10.9.9.9'))
const tokenOf = ({ link }: { link: string }) => new URL(link).pathname.replace('/new-password/', '')
const linkFor = async (id: string, as: RequestContext = acting) =>
  makePasswordLink(as, id, (await readPerson(own.db, admin, id)).version)
const newLink = async () => tokenOf(await linkFor(grace))
const codeOf = async (response: Response) => {
  const { code }: Problem = await response.json()
  return `${response.status} ${code}`
}
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code }: { status?: number; code?: string }) => `${status} ${code}`,
  )
const audited = () =>
  rows<{ action: string; actor: string; subject: string; details: unknown }>(
    own.db,
    sql`select action, coalesce(actor_name, actor_kind) as actor, subject, details::jsonb as details
        from audit_event where action like '%password%' order by sequence`,
  )
const sessionsOf = async (id: string) =>
  (await rows(own.db, sql`select 1 from session where person_id = ${id}`)).length
const her = (): Viewer => ({
  ...operator,
  id: grace,
  name: 'Grace Ọlá',
  role: 'financier',
  fundingSources: [],
})
const versionOf = async () => (await readPerson(own.db, admin, grace)).version

describe('a link for a new password', () => {
  test('has 256 bits, is stored as a hash, works once, and ends all sessions of that account only', async () => {
    await signedInAs(her(), own.db)
    await signedInAs(her(), own.db)
    const made = await linkFor(grace)
    expect(made).toMatchObject({ mail: 'off', mailError: null })
    const token = tokenOf(made)
    expect(token).toMatch(/^[\w-]{43}$/)
    const [end] = await rows<{ isADayAhead: boolean }>(
      own.db,
      sql`select ${made.expiresAt}::timestamptz - now() between interval '23.9 hours' and interval '24 hours'
          as "isADayAhead"`,
    )
    expect(end?.isADayAhead).toBe(true)
    const kept = await rows(own.db, sql`select row_to_json(v)::text from verification v`)
    const log = await rows(own.db, sql`select row_to_json(e)::text from audit_event e`)
    expect(kept).toHaveLength(1)
    expect(JSON.stringify([kept, log])).not.toContain(token)
    expect(await readLinkOwner(token)).toEqual({ email: EMAIL })
    expect(await sessionsOf(grace)).toBe(2)
    const others = await sessionsOf(admin.id)
    expect(others).toBeGreaterThan(0)

    const response = await choose(token)
    expect([response.status, await response.json()]).toEqual([200, { endedSessions: 2 }])
    expect(response.headers.get('set-cookie')).toBeNull()
    expect([await sessionsOf(grace), await sessionsOf(admin.id)]).toEqual([0, others])
    expect(await codeOf(await signIn(FORMER))).toBe('401 sign_in_refused')
    expect((await signIn(NEW)).status).toBe(200)
    expect(await codeOf(await choose(token, 'another long password'))).toBe('409 password_link_useless')
    expect((await signIn(NEW)).status).toBe(200)
    const [, used] = await audited()
    expect(await audited()).toMatchObject([
      { action: 'password_link.make', actor: admin.name, subject: `person:${grace}` },
      { action: 'person.reset_password', actor: 'Grace Ọlá', subject: `person:${grace}` },
    ])
    expect(used?.details).toMatchObject({ sessions: 2, address: '10.0.0.1' })
  })

  test('unlocks an account that too many wrong passwords have locked', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) await signIn('not this one')
    expect((await signIn(FORMER)).status).toBe(429)
    expect((await choose(await newLink())).status).toBe(200)
    expect((await signIn(NEW)).status).toBe(200)
  })

  test('stops working after a newer link, after disabling, and after a password change', async () => {
    const outdated = await newLink()
    const changed = await ask(passwordRoute, '/api/auth/password', {
      method: 'POST',
      headers: {
        cookie: await signedInAs(her(), own.db),
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ currentPassword: FORMER, newPassword: NEW }),
    })
    expect(changed.status).toBe(200)
    expect(await codeOf(await choose(outdated))).toBe('409 password_link_useless')
    const [first, second] = [await newLink(), await newLink()]
    expect(await codeOf(await choose(first))).toBe('409 password_link_useless')
    expect(await readLinkOwner(first)).toBeNull()
    await disablePerson(acting, grace, await versionOf())
    expect(await codeOf(await choose(second))).toBe('409 password_link_useless')
    await enablePerson(acting, grace, await versionOf())
    expect(await codeOf(await choose(second))).toBe('409 password_link_useless')
    expect((await signIn(NEW)).status).toBe(200)
  })

  test('expires', async () => {
    const token = await newLink()
    await own.db.execute(sql`update verification set expires_at = now()`)
    expect(await readLinkOwner(token)).toBeNull()
    expect(await codeOf(await choose(token))).toBe('409 password_link_useless')
    expect((await signIn(FORMER)).status).toBe(200)
  })

  test('sets one password when two people follow it at the same moment', async () => {
    const token = await newLink()
    const answers = await Promise.all(
      [NEW, 'sow the long field', 'reap the long field'].map((p) => choose(token, p)),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
  })

  test('survives a weak password, which the error names', async () => {
    const token = await newLink()
    for (const password of ['short', 'password123', 'furrow-2026', 'GRACE@example.com', 'grace ọlá']) {
      const response = await choose(token, password)
      const problem: Problem = await response.json()
      expect([problem.status, problem.param]).toEqual([400, 'password'])
    }
    expect((await choose(token)).status).toBe(200)
  })

  test('cannot be replaced by another secret of the same table or found by guessing', async () => {
    const { hashSecret } = await import('./secrets.ts')
    const token = 'A'.repeat(43)
    await own.db.execute(
      sql`insert into verification values ('1', 'setup', ${hashSecret(token)}, now() + interval '1 day', now(), now())`,
    )
    for (const guess of [token, '', '../../admin', '%'])
      expect(await codeOf(await choose(guess))).toBe('409 password_link_useless')
    for (let attempt = 0; attempt < 6; attempt += 1) await choose('B'.repeat(43))
    expect(await codeOf(await choose(await newLink()))).toBe('429 too_many_requests')
    expect((await choose(await newLink(), NEW, '10.0.0.2')).status).toBe(200)
  })
})

describe('who gets a link', () => {
  const asked = async (as: Viewer | null, id: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ version: await versionOf() })
    return ask(linkRoute, `/api/admin/people/${id}/password-link`, { method: 'POST', as, headers, body })
  }

  test('admins can make one for others, but not for themselves, a stranger or a disabled account', async () => {
    expect((await asked(admin, grace)).status).toBe(200)
    expect(await codeOf(await asked(operator, grace))).toBe('403 not_allowed')
    expect(await codeOf(await asked(null, grace))).toBe('401 not_signed_in')
    for (const viewer of [operator, { ...admin, kind: 'integration' as const }])
      expect(await refusal(linkFor(grace, { viewer }))).toBe('403 not_allowed')
    expect(await refusal(linkFor(admin.id))).toBe('409 own_account')
    expect(await codeOf(await asked(admin, 'nobody'))).toBe('404 not_found')
    await disablePerson(acting, grace, await versionOf())
    expect(await codeOf(await asked(admin, grace))).toBe('409 person_disabled')
    expect(await rows(own.db, sql`select 1 from verification`)).toEqual([])
  })

  test('a person who only uses single sign-on gets one only after single sign-on is turned off', async () => {
    env().oidc = OIDC
    expect(await refusal(linkFor(grace))).toBe('done')
    await own.db.delete(account).where(eq(account.personId, grace))
    expect(await refusal(linkFor(grace))).toBe('409 no_password')
    env().oidc = null
    const token = await newLink()
    env().oidc = OIDC
    expect(await codeOf(await choose(token))).toBe('409 password_link_useless')
    env().oidc = null
    expect((await choose(token)).status).toBe(200)
    expect((await signIn(NEW)).status).toBe(200)
  })

  test('the mail holds the link and names its maker; a failed mail is reported', async () => {
    env().mail = { url: smtp.url, from: 'Furrow <furrow@example.com>' }
    const made = await linkFor(grace)
    expect(made).toMatchObject({ mail: 'sent' })
    const [mail] = smtp.mails
    expect(mail?.to).toEqual([EMAIL])
    expect(mail && mailText(mail)).toContain(made.link)
    expect(mail && mailText(mail)).toContain(`${admin.name} has created a link`)
    smtp.refuseWith('550 no such person')
    expect(await linkFor(grace)).toMatchObject({ mail: 'failed' })
    smtp.refuseWith(null)
  })
})

describe('a person who forgot the password', () => {
  test('cannot ask for a link where no mail server is configured', async () => {
    expect(await codeOf(await forgot(EMAIL))).toBe('404 no_such_route')
  })

  test('gets a link for an hour by mail, and the same response as a stranger, a disabled person or one without a password', async () => {
    env().mail = { url: smtp.url, from: 'Furrow <furrow@example.com>' }
    env().oidc = OIDC
    await put('without-password', 'operator')
    await put('disabled', 'operator', new Date())
    const answers: string[] = []
    for (const email of [
      'unknown@example.com',
      'without-password@example.com',
      'disabled@example.com',
      ' Grace@Example.com'.trim(),
    ]) {
      const response = await forgot(email, `10.0.1.${answers.length}`)
      answers.push(`${response.status} ${await response.text()}`)
    }
    expect(new Set(answers)).toEqual(new Set(['200 {"received":true}']))
    await expect.poll(() => smtp.mails.length).toBe(1)
    const text = smtp.mails.map(mailText).join()
    expect(smtp.mails[0]?.to).toEqual([EMAIL])
    const [, token = ''] = /\/new-password\/([\w-]{43})/.exec(text) ?? []
    const [row] = await rows<{ hours: number }>(
      own.db,
      sql`select extract(epoch from expires_at - now())::float / 3600 as hours from verification`,
    )
    expect([(row?.hours ?? 0) > 0.9, (row?.hours ?? 9) <= 1]).toEqual([true, true])
    expect(await audited()).toMatchObject([{ actor: 'anonymous', details: { way: 'asked' } }])
    expect((await choose(token)).status).toBe(200)
    expect((await signIn(NEW)).status).toBe(200)
  })

  test('may ask three times an hour for one account, known or not, and thirty times from one address', async () => {
    env().mail = { url: smtp.url, from: 'Furrow <furrow@example.com>' }
    for (const email of [EMAIL, 'unknown@example.com']) {
      const statuses: number[] = []
      for (let at = 0; at < 4; at += 1)
        statuses.push((await forgot(email, `10.0.${email.length}.${at}`)).status)
      expect(statuses).toEqual([200, 200, 200, 429])
    }
    const statuses: number[] = []
    for (let at = 0; at < 31; at += 1) statuses.push((await forgot(`p${at}@example.com`, '10.2.0.1')).status)
    expect(statuses.toSorted()).toEqual([...Array<number>(30).fill(200), 429])
    await expect.poll(() => smtp.mails.length).toBe(3)
  })
})

async function put(id: string, role: Role, disabledAt: Date | null = null): Promise<void> {
  await own.db
    .insert(person)
    .values({ id, name: id, email: `${id}@example.com`, role, fundingSources: [], disabledAt })
}

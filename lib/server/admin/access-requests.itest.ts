import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import * as requestRoute from '#app/api/access-requests/route.ts'
import type { Problem } from '#lib/errors.ts'
import { env } from '#lib/server/config/env.ts'
import { rows } from '#lib/server/db/client.ts'
import { accessRequest, person } from '#lib/server/db/schema-people.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { ask, post } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import { openDatabaseAndMail } from '#lib/testing/mail.ts'
import { mailText } from '#lib/testing/smtp.ts'
import { approveRequest, declineRequest, listAccessRequests, reopenRequest } from './decisions.ts'
import { listPeople } from './directory.ts'

const { own, smtp } = await openDatabaseAndMail()
beforeEach(async () => {
  await own.db.execute(sql`truncate person, session, account, invitation, access_request, rate_limit cascade`)
  await emptyAuditLog(own.db)
  await own.db.insert(person).values({ id: 'ada', name: 'Ada Eze', email: 'ada@example.com', role: 'admin' })
  env().mail = null
  smtp.mails.length = 0
})

const admin: Viewer = { kind: 'person', id: 'ada', name: 'Ada Eze', role: 'admin', fundingSources: 'all' }
const acting = { viewer: admin, requestId: 'request-1' }
const wish = {
  name: 'Grace Ọlá',
  email: 'Grace@Example.com',
  organisation: 'AgriFund',
  fundingSources: 'Whatever AgriFund finances in Kenya',
  reason: 'Weekly report\nto the board',
}
const send = (body: unknown, address = '10.0.0.1') =>
  post(requestRoute, '/api/access-requests', body, { 'x-furrow-address': address })
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code }: { status?: number; code?: string }) => `${status} ${code}`,
  )
const audited = () =>
  rows<{ action: string; outcome: string; actorKind: string; details: unknown }>(
    own.db,
    sql`select action, outcome, actor_kind as "actorKind", details::jsonb as details from audit_event order by sequence`,
  )
const versionOf = async (id: string) =>
  (await listAccessRequests(admin)).rows.find((row) => row.id === id)?.version ?? ''
async function submitted() {
  expect((await send(wish)).status).toBe(200)
  const [row] = (await listAccessRequests(admin)).rows
  if (!row) throw new Error('no request was kept')
  return row
}

describe('asking for access', () => {
  test('stores the request for admins to read', async () => {
    const row = await submitted()
    expect(row).toMatchObject({
      name: 'Grace Ọlá',
      email: 'grace@example.com',
      organisation: 'AgriFund',
      reason: 'Weekly report\nto the board',
      decision: null,
      hasAccount: false,
    })
    expect(await audited()).toMatchObject([{ action: 'access_request.submit', actorKind: 'anonymous' }])
    // A stranger's own words are for admins, not for the log.
    expect(JSON.stringify(await audited())).not.toContain('AgriFund')
  })
  test('gives the same response to a new address, a known one and one that asks too often', async () => {
    await own.db.insert(person).values({ id: 'g', name: 'g', email: 'known@example.com', role: 'operator' })
    const answers: string[] = []
    const asking = [
      wish,
      { ...wish, email: 'known@example.com' },
      ...Array(4).fill({ ...wish, email: 'x@y.example' }),
    ]
    for (const [index, body] of asking.entries()) {
      const response = await send(body, `10.0.1.${index}`)
      answers.push(`${response.status} ${await response.text()}`)
    }
    expect(new Set(answers)).toEqual(new Set(['200 {"received":true}']))
    expect(await own.db.select().from(accessRequest)).toHaveLength(5)
    expect((await audited()).at(-1)).toMatchObject({ outcome: 'denied' })
    const { rows: listed } = await listAccessRequests(admin)
    expect(listed.filter((row) => row.hasAccount).map((row) => row.email)).toEqual(['known@example.com'])
  })
  test('is limited to twenty requests an hour from one network address', async () => {
    for (let turn = 0; turn < 20; turn += 1)
      expect((await send({ ...wish, email: `a${turn}@example.com` }, '10.0.2.1')).status).toBe(200)
    const problem: Problem = await (await send(wish, '10.0.2.1')).json()
    expect([problem.status, problem.code]).toEqual([429, 'too_many_requests'])
    expect((await send(wish, '10.0.2.2')).status).toBe(200)
  })
  test.each([
    ['a text that is too long', { ...wish, reason: 'x'.repeat(1001) }, 'reason'],
    ['a mark that changes the writing direction', { ...wish, name: '\u202eecarG' }, 'name'],
    ['a NUL character', { ...wish, organisation: 'a\u0000b' }, 'organisation'],
    ['half of a surrogate pair', { ...wish, reason: '\ud83d' }, 'reason'],
    ['a malformed e-mail address', { ...wish, email: 'grace' }, 'email'],
    ['a role', { ...wish, role: 'admin' }, 'body'],
    ['a decision', { ...wish, decision: 'approved' }, 'body'],
    ['a list', [wish], 'body'],
    ['an empty body', '', 'body'],
    ['truncated JSON', '{"name":', 'body'],
    ['a __proto__ key', JSON.stringify(wish).replace('{', '{"__proto__":{"role":"admin"},'), 'body'],
  ])('%s is a 400 that names the field, and nothing is stored', async (_name, body, param) => {
    const problem: Problem = await (await send(body)).json()
    expect([problem.status, problem.param]).toEqual([400, param])
    expect(await own.db.select().from(accessRequest)).toEqual([])
  })
  test('refuses bodies of other content types and sizes', async () => {
    const other = await ask(requestRoute, '/api/access-requests', {
      method: 'POST',
      as: null,
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify(wish),
    })
    expect(other.status).toBe(415)
    expect((await send(`{"name":"${'x'.repeat(200_000)}"}`)).status).toBe(413)
    expect((await send(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)).status).toBe(400)
    expect(await own.db.select().from(accessRequest)).toEqual([])
  })
  test('mails each active admin separately', async () => {
    env().mail = { url: smtp.url, from: 'furrow@example.com' }
    await own.db.insert(person).values([
      { id: 'a', name: 'a', email: 'a@example.com', role: 'admin' },
      { id: 'b', name: 'b', email: 'b@example.com', role: 'admin' },
      { id: 'c', name: 'c', email: 'c@example.com', role: 'admin', disabledAt: new Date() },
      { id: 'd', name: 'd', email: 'd@example.com', role: 'operator' },
    ])
    await submitted()
    const to = () => smtp.mails.map((mail) => mail.to)
    await expect.poll(to).toEqual([['a@example.com'], ['ada@example.com'], ['b@example.com']])
    const [mail] = smtp.mails
    if (!mail) throw new Error('no mail came')
    expect(mailText(mail)).toContain('Grace Ọlá (AgriFund, grace@example.com)')
    expect(mailText(mail)).toContain('/admin/requests')
  })
})

describe('deciding', () => {
  const grant = { role: 'financier' as const, fundingSources: ['AGRI-1'] }

  test('approval invites with the role and funding sources of the admin, not those of the request', async () => {
    const { id } = await submitted()
    const made = await approveRequest(acting, id, { ...grant, version: await versionOf(id) })
    expect(made).toMatchObject({ mail: 'off', invitation: { email: 'grace@example.com', ...grant } })
    expect((await listPeople(admin)).invitations).toMatchObject([{ name: 'Grace Ọlá', ...grant }])
    const { open, rows: listed } = await listAccessRequests(admin)
    expect([open, listed]).toMatchObject([0, [{ decision: 'approved', decidedBy: 'Ada Eze' }]])
    expect((await audited()).at(-1)).toMatchObject({ action: 'access_request.approve', details: grant })
  })
  test('lets one of two admins who decide at once succeed, and tells the other who decided', async () => {
    const { id } = await submitted()
    const version = await versionOf(id)
    const outcomes = await Promise.all([
      refusal(approveRequest(acting, id, { ...grant, version })),
      refusal(declineRequest(acting, id, version)),
    ])
    expect(outcomes.toSorted()).toEqual(['409 request_settled', 'done'])
    await expect(declineRequest(acting, id, await versionOf(id))).rejects.toThrow(
      /Ada Eze has (approved|declined)/,
    )
  })
  test('declining can be undone, approving cannot', async () => {
    const { id } = await submitted()
    expect((await declineRequest(acting, id, await versionOf(id))).accessRequest.decision).toBe('declined')
    expect((await reopenRequest(acting, id, await versionOf(id))).accessRequest).toMatchObject({
      decision: null,
      decidedAt: null,
      decidedBy: null,
    })
    await approveRequest(acting, id, { ...grant, version: await versionOf(id) })
    expect(await refusal(reopenRequest(acting, id, await versionOf(id)))).toBe('409 request_settled')
    expect((await audited()).map((event) => event.action)).toEqual([
      'access_request.submit',
      'access_request.decline',
      'access_request.reopen',
      'access_request.approve',
    ])
  })
  test('is refused for a request that others decided and reopened since the admin saw it', async () => {
    const { id, version } = await submitted()
    const { accessRequest } = await declineRequest(acting, id, version)
    await reopenRequest(acting, id, accessRequest.version)
    await declineRequest(acting, id, await versionOf(id))
    expect(await refusal(reopenRequest(acting, id, accessRequest.version))).toBe('409 changed_meanwhile')
    await reopenRequest(acting, id, await versionOf(id))
    expect(await refusal(declineRequest(acting, id, accessRequest.version))).toBe('409 changed_meanwhile')
    expect((await listAccessRequests(admin)).open).toBe(1)
  })
  test('is refused as a whole if the address has an account by now', async () => {
    const { id } = await submitted()
    await own.db.insert(person).values({ id: 'g', name: 'g', email: 'grace@example.com', role: 'operator' })
    expect(await refusal(approveRequest(acting, id, { ...grant, version: await versionOf(id) }))).toBe(
      '409 already_has_account',
    )
    expect((await listAccessRequests(admin)).open).toBe(1)
    expect(await refusal(approveRequest(acting, 'unknown', { ...grant, version: '' }))).toBe('404 not_found')
  })
  test.each<Viewer>([
    { ...admin, role: 'operator' },
    { ...admin, kind: 'integration' },
  ])('$kind $role can neither read nor decide requests', async (viewer) => {
    const { id } = await submitted()
    for (const act of [
      () => listAccessRequests(viewer),
      () => approveRequest({ viewer }, id, { ...grant, version: '' }),
      () => declineRequest({ viewer }, id, ''),
      () => reopenRequest({ viewer }, id, ''),
    ])
      expect(await refusal(act())).toBe('403 not_allowed')
  })
  test('the list counts all requests when it shows the newest 500', async () => {
    const asked = new Date('2026-03-01T00:00:00Z')
    const made = Array.from({ length: 510 }, (_, at) => ({
      ...{
        id: `r${at}`,
        name: 'N',
        email: `n${at}@example.com`,
        organisation: 'O',
        fundingSources: 'F',
        reason: 'R',
        createdAt: asked,
      },
      ...(at < 505 && { decision: 'declined' as const, decidedAt: asked, decidedBy: 'Ada' }),
    }))
    await own.db.insert(accessRequest).values(made)
    const { open, total, rows: listed } = await listAccessRequests(admin)
    expect([open, total, listed.length]).toEqual([5, 510, 500])
  })
})

import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '#lib/people/roles.ts'
import { rows } from '#lib/server/db/client.ts'
import { person, session } from '#lib/server/db/schema-people.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { openTestDatabase } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { changeAccess, disablePerson, enablePerson } from './change-person.ts'
import { listPeople } from './directory.ts'
import { endPersonSessions, personSessions } from './person-sessions.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const viewerOf = (id: string, role: Role = 'admin'): Viewer => ({
  kind: 'person',
  id,
  name: id,
  role,
  fundingSources: role === 'financier' ? ['A'] : 'all',
})
const ada = { viewer: viewerOf('ada'), requestId: 'request-1' }

beforeEach(async () => {
  await own.db.execute(sql`truncate person, session, account cascade`)
  await emptyAuditLog(own.db)
  await put('ada', 'admin')
  await put('ben', 'financier', ['A', 'B'])
})

async function put(id: string, role: Role, fundingSources: string[] = []): Promise<void> {
  await own.db.insert(person).values({ id, name: id, email: `${id}@example.com`, role, fundingSources })
}

async function openSession(id: string, personId: string): Promise<void> {
  const at = sql`now()`
  const expiresAt = sql`now() + interval '1 hour'`
  await own.db.insert(session).values({
    id,
    token: `token-${id}`,
    personId,
    expiresAt,
    createdAt: at,
    updatedAt: at,
    userAgent: 'Firefox',
  })
}

async function versionOf(id: string): Promise<string> {
  const { people } = await listPeople(ada.viewer)
  return people.find((one) => one.id === id)?.version ?? 'none'
}

async function stored(id: string) {
  const [found] = await own.db.select().from(person).where(eq(person.id, id))
  return found
}

const audited = () =>
  rows<{ action: string; actorId: string; subject: string; details: unknown; requestId: string }>(
    own.db,
    sql`select action, actor_id as "actorId", subject, details::jsonb as details, request_id as "requestId" from audit_event order by sequence`,
  )
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code }: { status?: number; code?: string }) => `${status} ${code}`,
  )

describe('who may administer', () => {
  const strangers: Viewer[] = [
    viewerOf('ben', 'financier'),
    viewerOf('olu', 'operator'),
    { ...viewerOf('key'), kind: 'integration' },
  ]
  test.each(strangers)('$kind $role may change nothing, and nothing changes', async (viewer) => {
    const version = await versionOf('ben')
    const asked = { viewer }
    for (const act of [
      () => listPeople(viewer),
      () => personSessions(viewer, 'ben'),
      () => changeAccess(asked, 'ben', { role: 'admin', fundingSources: [], version }),
      () => disablePerson(asked, 'ben', version),
      () => enablePerson(asked, 'ben', version),
      () => endPersonSessions(asked, 'ben', null),
    ])
      expect(await refusal(act())).toBe('403 not_allowed')
    expect(await stored('ben')).toMatchObject({ role: 'financier', disabledAt: null })
    expect(await audited()).toEqual([])
  })
})

describe('the list of people', () => {
  test('shows who they are, their access and their last use', async () => {
    await openSession('s1', 'ben')
    await openSession('s2', 'ben')
    const { people } = await listPeople(ada.viewer)
    expect(people).toMatchObject([
      { id: 'ada', role: 'admin', fundingSources: [], isYou: true, openSessions: 0, lastUsedAt: null },
      { id: 'ben', fundingSources: ['A', 'B'], isYou: false, openSessions: 2, disabledAt: null },
    ])
    const [used] = await rows<{ at: string }>(own.db, sql`select max(updated_at) as at from session`)
    expect(people[1]?.lastUsedAt).toBe(new Date(used?.at ?? '').toISOString())
  })
})

describe('changing what a person may see', () => {
  test('stores the change, returns it, and audits it with the former values', async () => {
    const wanted = { role: 'financier' as const, fundingSources: ['B'], version: await versionOf('ben') }
    const { person: changed } = await changeAccess(ada, 'ben', wanted)
    expect(changed).toMatchObject({ id: 'ben', fundingSources: ['B'] })
    expect(await stored('ben')).toMatchObject({ fundingSources: ['B'] })
    expect(await audited()).toMatchObject([
      {
        action: 'person.change_funding_sources',
        actorId: 'ada',
        subject: 'person:ben',
        requestId: 'request-1',
        details: { fundingSources: ['B'], formerFundingSources: ['A', 'B'] },
      },
    ])
  })
  test('audits a new role as a change of role', async () => {
    await changeAccess(ada, 'ben', { role: 'operator', fundingSources: [], version: await versionOf('ben') })
    expect(await audited()).toMatchObject([
      { action: 'person.change_role', details: { role: 'operator', formerRole: 'financier' } },
    ])
  })
  test('is refused if another admin changed the person since, and overwrites nothing', async () => {
    const version = await versionOf('ben')
    await changeAccess(ada, 'ben', { role: 'financier', fundingSources: ['A'], version })
    const late = changeAccess(ada, 'ben', { role: 'financier', fundingSources: ['A', 'B', 'C'], version })
    expect(await refusal(late)).toBe('409 changed_meanwhile')
    expect(await stored('ben')).toMatchObject({ fundingSources: ['A'] })
    expect(await audited()).toHaveLength(1)
  })
  test('is refused for one’s own account, and is a 404 for an unknown person', async () => {
    await put('eve', 'admin')
    const version = await versionOf('ada')
    const own = changeAccess(ada, 'ada', { role: 'operator', fundingSources: [], version })
    expect(await refusal(own)).toBe('409 own_account')
    expect(await refusal(disablePerson(ada, 'ada', version))).toBe('409 own_account')
    expect(await refusal(enablePerson(ada, 'nobody', version))).toBe('404 not_found')
  })
})

describe('the last active admin', () => {
  test('cannot be demoted or disabled, and the error says why', async () => {
    await own.db.insert(person).values({
      id: 'gone',
      name: 'gone',
      email: 'gone@example.com',
      role: 'admin',
      disabledAt: new Date(),
    })
    const version = await versionOf('ada')
    expect(await refusal(disablePerson(ada, 'ada', version))).toBe('409 last_admin')
    const demotion = changeAccess(ada, 'ada', { role: 'operator', fundingSources: [], version })
    await expect(demotion).rejects.toThrow('make someone else an admin first')
    expect(await stored('ada')).toMatchObject({ role: 'admin', disabledAt: null })
  })
  test('remains even when two admins demote each other at the same moment', async () => {
    await put('eve', 'admin')
    const [ofAda, ofEve] = [await versionOf('ada'), await versionOf('eve')]
    for (let round = 0; round < 5; round += 1) {
      await own.db.execute(sql`update person set role = 'admin' where id in ('ada', 'eve')`)
      const outcomes = await Promise.all([
        refusal(changeAccess(ada, 'eve', { role: 'operator', fundingSources: [], version: ofEve })),
        refusal(
          changeAccess({ viewer: viewerOf('eve') }, 'ada', {
            role: 'operator',
            fundingSources: [],
            version: ofAda,
          }),
        ),
      ])
      expect(outcomes.toSorted()).toEqual(['403 not_allowed', 'done'])
    }
  })
})

describe('disabling a person', () => {
  test('ends their sessions, keeps their other data, and can be undone', async () => {
    await openSession('s1', 'ben')
    await openSession('s2', 'ada')
    const disabled = await disablePerson(ada, 'ben', await versionOf('ben'))
    expect(disabled.person).toMatchObject({ openSessions: 0, role: 'financier', fundingSources: ['A', 'B'] })
    expect(disabled.person.disabledAt).not.toBeNull()
    expect((await own.db.select().from(session)).map((one) => one.id)).toEqual(['s2'])
    const enabled = await enablePerson(ada, 'ben', disabled.person.version)
    expect(enabled.person).toMatchObject({ disabledAt: null, fundingSources: ['A', 'B'] })
    expect((await audited()).map((event) => event.action)).toEqual(['person.disable', 'person.enable'])
  })
})

describe('sessions of a person', () => {
  test('are listed without their tokens, and can be ended one by one or all at once', async () => {
    for (const id of ['s1', 's2', 's3']) await openSession(id, 'ben')
    await openSession('mine', 'ada')
    const { sessions } = await personSessions(ada.viewer, 'ben')
    expect(sessions.map(({ id, device }) => [id, device])).toEqual(
      expect.arrayContaining([['s1', 'Firefox']]),
    )
    expect(JSON.stringify(sessions)).not.toContain('token')
    expect(await endPersonSessions(ada, 'ben', 's1')).toEqual({ ended: 1 })
    expect(await endPersonSessions(ada, 'ben', 'mine')).toEqual({ ended: 0 })
    expect(await endPersonSessions(ada, 'ben', null)).toEqual({ ended: 2 })
    expect((await own.db.select().from(session)).map((one) => one.id)).toEqual(['mine'])
    expect((await audited()).map((event) => event.action)).toEqual(Array(3).fill('session.revoke'))
  })

  test('are counted beyond the hundred that are listed', async () => {
    await openSession('one', 'ben')
    expect(await personSessions(ada.viewer, 'ben')).toMatchObject({ total: 1 })
    for (let more = 1; more <= 102; more += 1) await openSession(`more${more}`, 'ben')
    const { sessions, total } = await personSessions(ada.viewer, 'ben')
    expect([sessions.length, total]).toEqual([100, 103])
    await own.db.delete(session)
    expect(await personSessions(ada.viewer, 'ben')).toEqual({ sessions: [], total: 0 })
  })
})

test('rolls back a change that the audit log cannot record', async () => {
  const version = await versionOf('ben')
  await own.db.execute(sql`alter table audit_event rename to hidden`)
  try {
    await expect(disablePerson(ada, 'ben', version)).rejects.toThrow()
    expect(await stored('ben')).toMatchObject({ disabledAt: null })
  } finally {
    await own.db.execute(sql`alter table hidden rename to audit_event`)
  }
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertEvents } from '#lib/server/audit/append.ts'
import { toRecord } from '#lib/server/audit/entry.ts'
import { recordAudit } from '#lib/server/audit/record.ts'
import { auditSeals, type SealedEvent, sealAll } from '#lib/server/audit/seal.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { rows } from '#lib/server/db/client.ts'
import { openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { logLines } from '#lib/testing/log-lines.ts'
import { type Verification, verifyAudit, verifyIn } from './verify.ts'

const SECRET = 'a secret that only tests know, 32+'
const seals = auditSeals(SECRET)
const NO_ANCHORS = new Map<number, Set<string>>()

let own: TestDatabase
let tamper: pg.Client
beforeAll(async () => {
  own = await openTestDatabase()
  tamper = new pg.Client({ connectionString: own.url })
  await tamper.connect()
  // The first step of an attacker with all rights over the database: it disables the triggers that protect
  // the log.
  await tamper.query('set session_replication_role = replica')
})
afterAll(async () => {
  await tamper.end()
  await own.drop()
})

function entries(count: number) {
  return Array.from({ length: count }, (_, at) =>
    toRecord(
      {
        actor: { kind: 'person', id: `p${at % 17}`, name: `Person ${at % 17}` },
        action: ['invoice_pdf.download', 'sign_in', 'invoices.export'][at % 3] ?? '',
        outcome: at % 50 === 0 ? 'denied' : 'ok',
        subject: `invoice:hello-tractor/${at}`,
        details: { number: `HT-${at}`, bytes: at, isInline: at % 2 === 0 },
        requestId: `request-${at}`,
      },
      new Date(1_700_000_000_000 + at * 1_234),
    ),
  )
}

/** Writes a separate chain to the database with the product's own sealing and writing code. */
async function writeChain(count: number, own_ = seals): Promise<SealedEvent[]> {
  await tamper.query('truncate audit_event, audit_head')
  const { events, head } = sealAll(own_, null, entries(count))
  for (let at = 0; at < events.length; at += 5_000) await insertEvents(own.db, events.slice(at, at + 5_000))
  await putHead(head)
  return events
}

async function putHead(head: { sequence: number; hash: string; seal: string }): Promise<void> {
  await tamper.query('delete from audit_head')
  await tamper.query('insert into audit_head values (true, $1, $2, $3)', [
    head.sequence,
    head.hash,
    head.seal,
  ])
}

const verify = (anchors = NO_ANCHORS, secrets: readonly string[] = [SECRET]): Promise<Verification> =>
  verifyAudit({ db: own.db, secrets, anchors })

/** Tampers in a transaction that is rolled back, and verifies the result. */
async function afterTampering(statements: readonly string[], anchors = NO_ANCHORS): Promise<Verification> {
  await tamper.query('begin')
  try {
    for (const statement of statements) await tamper.query(statement)
    return await verifyIn(drizzle(tamper), { secrets: [SECRET], anchors })
  } finally {
    await tamper.query('rollback')
  }
}

describe('a chain of 100,000 events', { timeout: 180_000 }, () => {
  const COUNT = 100_000
  let events: SealedEvent[]
  beforeAll(async () => {
    events = await writeChain(COUNT)
  })

  test('verifies as written', async () => {
    const last = events.at(-1)
    expect(await verify()).toEqual({
      verified: COUNT,
      end: { sequence: COUNT, hash: last?.hash },
      olderUntil: 0,
      fault: null,
    })
  })

  test.each([
    ["at = at + interval '1 microsecond'"],
    ["at = '0023-11-14 22:13:20 BC'"],
    ["actor_kind = 'system'"],
    ["actor_id = 'p1'"],
    ['actor_id = null'],
    ["actor_name = 'Somebody else'"],
    ["action = 'sign_out'"],
    ["outcome = 'failed'"],
    ["subject = 'invoice:hello-tractor/1'"],
    ["details = replace(details, 'HT', 'ht')"],
    ["details = details || ' '"],
    ["request_id = ''"],
    ["hash = 'x' || substr(hash, 2)"],
  ])('detects an event edited with "%s" at any position', async (change) => {
    // An event at the end would need the whole chain to be read; a test below does that.
    for (const sequence of [1, 10_001]) {
      const { fault, verified } = await afterTampering([
        `update audit_event set ${change} where sequence = ${sequence}`,
      ])
      expect(fault).toMatchObject({ sequence, kind: 'edited' })
      expect(verified).toBe(sequence - 1)
    }
  })

  test('detects an edit of the last event', async () => {
    const { fault } = await afterTampering([
      `update audit_event set outcome = 'failed' where sequence = ${COUNT}`,
    ])
    expect(fault).toMatchObject({ sequence: COUNT, kind: 'edited' })
  })

  test.each([
    ['the first', 'sequence = 1', 1, 'missing'],
    ['one in the middle', 'sequence = 40000', 40_000, 'missing'],
    ['a thousand in the middle', 'sequence between 40000 and 40999', 40_000, 'missing'],
    ['the last', 'sequence = 100000', 100_000, 'truncated'],
    ['the last thousand', 'sequence > 99000', 99_001, 'truncated'],
    ['all', 'true', 1, 'truncated'],
  ])('detects deleted events: %s', async (_name, which, sequence, kind) => {
    const { fault } = await afterTampering([`delete from audit_event where ${which}`])
    expect(fault).toMatchObject({ sequence, kind })
  })

  test('detects deleted events after a renumbering with a corrected head', async () => {
    const { fault } = await afterTampering([
      'alter table audit_event drop constraint audit_event_pkey',
      'delete from audit_event where sequence between 70001 and 70005',
      'update audit_event set sequence = sequence - 5 where sequence > 70005',
      'alter table audit_event add primary key (sequence)',
    ])
    expect(fault).toMatchObject({ sequence: 70_001, kind: 'missing' })
    expect(fault?.detail).toMatch(/^5 events/)
  })

  test.each([
    ['neighbours', 20_000, 20_001],
    ['events far apart', 3, 99_998],
    ['the first and the last', 1, 100_000],
  ])('detects swapped events: %s', async (_name, a, b) => {
    const { fault } = await afterTampering([
      `update audit_event set sequence = -1 where sequence = ${a}`,
      `update audit_event set sequence = ${a} where sequence = ${b}`,
      `update audit_event set sequence = ${b} where sequence = -1`,
    ])
    expect(fault).toMatchObject({ sequence: a, kind: 'reordered' })
    expect(fault?.detail).toContain(String(b))
  })

  test.each([
    ['behind the last', 'values (100001)', 100_001],
    ['before the first', 'values (0)', 0],
    ['far before the first', 'values (-7)', -7],
  ])('detects an event inserted by hand: %s', async (_name, source, sequence) => {
    const { fault } = await afterTampering([
      `insert into audit_event (sequence, at, actor_kind, action, outcome, details, hash)
        select column1, now(), 'system', 'sign_in', 'ok', '{}', '${events[5]?.hash}' from (${source}) as new`,
    ])
    expect(fault).toMatchObject({ sequence, kind: 'forged' })
  })

  test('detects an inserted event after a renumbering', async () => {
    const { fault } = await afterTampering([
      'alter table audit_event drop constraint audit_event_pkey',
      'update audit_event set sequence = sequence + 1 where sequence >= 60000',
      `insert into audit_event (sequence, at, actor_kind, action, outcome, details, hash)
        values (60000, now(), 'system', 'sign_in', 'ok', '{}', '${events[5]?.hash}')`,
      'alter table audit_event add primary key (sequence)',
    ])
    expect(fault).toMatchObject({ sequence: 60_000, kind: 'forged' })
  })

  test('detects a truncated chain with its own old seal by the anchors outside the database', async () => {
    const cutTo = 99_990
    const hash = events[cutTo - 1]?.hash ?? ''
    const { seal } = seals.headOf(cutTo, hash)
    const cut = [
      `delete from audit_event where sequence > ${cutTo}`,
      `update audit_head set sequence = ${cutTo}, hash = '${hash}', seal = '${seal}'`,
    ]
    const anchors = new Map([[COUNT, new Set([events.at(-1)?.hash ?? ''])]])
    expect((await afterTampering(cut, anchors)).fault).toMatchObject({
      sequence: cutTo + 1,
      kind: 'truncated',
    })
    // Without the anchors a truncated chain verifies, which is why they exist.
    expect((await afterTampering(cut)).fault).toBeNull()
  })
})

describe('the end of a chain', () => {
  let events: SealedEvent[]
  beforeAll(async () => {
    events = await writeChain(200)
  })

  test('a head without its seal, with a forged seal or missing is detected', async () => {
    const faults = []
    for (const change of [
      "update audit_head set seal = ''",
      "update audit_head set seal = 'x' || substr(seal, 2)",
      `update audit_head set sequence = 5, hash = '${events[4]?.hash}'`,
      'delete from audit_head',
    ])
      faults.push((await afterTampering([change])).fault?.kind)
    expect(faults).toEqual(['forged', 'forged', 'forged', 'missing'])
  })

  test('a chain sealed with another secret does not verify', async () => {
    expect((await verify(NO_ANCHORS, ['another secret that somebody made up'])).fault).toMatchObject({
      sequence: 1,
      kind: 'forged',
    })
  })
})

test('detects any random change in a short chain', async () => {
  const COUNT = 60
  const events = await writeChain(COUNT)
  const anchors = new Map([[COUNT, new Set([events.at(-1)?.hash ?? ''])]])
  const at = fc.integer({ min: 1, max: COUNT })
  const column = fc.constantFrom('actor_id', 'actor_name', 'action', 'outcome', 'subject', 'details', 'hash')
  const tampering = fc.oneof(
    fc.tuple(at, column, fc.string({ maxLength: 8 })).map(([sequence, name, text]) => {
      const literal = `'${text.toWellFormed().replaceAll('\0', '').replaceAll("'", "''")}'`
      return [`update audit_event set ${name} = ${name} || 'x' || ${literal} where sequence = ${sequence}`]
    }),
    fc
      .tuple(at, at)
      .map(([a, b]) => [
        `delete from audit_event where sequence between ${Math.min(a, b)} and ${Math.max(a, b)}`,
      ]),
    fc
      .tuple(at, at)
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => [
        `update audit_event set sequence = -1 where sequence = ${a}`,
        `update audit_event set sequence = ${a} where sequence = ${b}`,
        `update audit_event set sequence = ${b} where sequence = -1`,
      ]),
    fc
      .tuple(at, at)
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => [
        `update audit_event as one set details = other.details || ' ', hash = other.hash from audit_event as other
          where one.sequence = ${a} and other.sequence = ${b}`,
      ]),
    fc.integer({ min: 0, max: COUNT - 1 }).map((sequence) => {
      const hash = events[sequence - 1]?.hash ?? ''
      const { seal } = seals.headOf(sequence, hash)
      return [
        `delete from audit_event where sequence > ${sequence}`,
        `update audit_head set sequence = ${sequence}, hash = '${hash}', seal = '${seal}'`,
      ]
    }),
  )
  await fc.assert(
    fc.asyncProperty(tampering, async (statements) => {
      expect((await afterTampering(statements, anchors)).fault).not.toBeNull()
    }),
    { numRuns: 150 },
  )
  expect((await verify(anchors)).fault).toBeNull()
})

describe('events as they are recorded', () => {
  const record = (action: string) => recordAudit({ actor: 'system', action, outcome: 'ok' })
  const dataDir = () => process.env.DATA_DIR ?? ''
  const anchorsOf = async () => {
    const name = new URL(own.url).pathname.slice(1)
    return readFile(path.join(dataDir(), 'audit-anchors', `${name}.log`), 'utf8')
  }
  const forget = () => {
    processWide('furrowAudit').value = undefined
  }
  const stored = () =>
    rows<{ sequence: number; action: string }>(
      own.db,
      sql`select sequence::int as sequence, action from audit_event order by sequence`,
    )

  beforeAll(async () => {
    await tamper.query('truncate audit_event, audit_head')
    await rm(path.join(dataDir(), 'audit-anchors'), { recursive: true, force: true })
    forget()
  })

  test('have sequences without gaps in a chain that verifies, however many arrive at once', async () => {
    await Promise.all(Array.from({ length: 700 }, (_, at) => record(`test.${at % 7}`)))
    expect((await stored()).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 700 }, (_, at) => at + 1),
    )
    expect(await verify()).toMatchObject({ verified: 700, fault: null })
  })

  test('are anchored outside the database when written, so that truncation is detected and recorded', async () => {
    const [last] = (await anchorsOf()).trimEnd().split('\n').slice(-1)
    expect(last).toMatch(/^700 [\w-]{43}$/)
    const [kept] = await rows<{ hash: string }>(
      own.db,
      sql`select hash from audit_event where sequence = 600`,
    )
    await tamper.query('delete from audit_event where sequence > 600')
    await putHead(seals.headOf(600, kept?.hash ?? ''))
    forget()
    await record('test.after_cut')
    expect((await stored()).slice(600).map(({ action }) => action)).toEqual([
      'audit.cut_back',
      'test.after_cut',
    ])
    const anchors = new Map([[700, new Set([last?.split(' ')[1] ?? ''])]])
    expect((await verify(anchors)).fault).toMatchObject({ kind: 'truncated', sequence: 603 })
  })

  test('continue under a new secret, which the chain records, and both secrets verify it', async () => {
    await writeChain(5, auditSeals('the secret before this one, 32 long'))
    await rm(path.join(dataDir(), 'audit-anchors'), { recursive: true, force: true })
    forget()
    await record('test.new_secret')
    expect((await stored()).slice(5).map(({ action }) => action)).toEqual([
      'audit.secret_changed',
      'test.new_secret',
    ])
    expect((await verify()).fault).toMatchObject({ sequence: 1, kind: 'forged' })
    expect(await verify(NO_ANCHORS, ['the secret before this one, 32 long', SECRET])).toMatchObject({
      verified: 7,
      olderUntil: 5,
      fault: null,
    })
    // The holder of the old secret alone cannot append after events that the new one has sealed.
    expect((await verify(NO_ANCHORS, [SECRET, 'the secret before this one, 32 long'])).fault).not.toBeNull()
  })

  test('hold no control character, no malformed text and nothing beyond its limit', async () => {
    await recordAudit({
      actor: { kind: 'person', id: 'p', name: `Ada\u0000\n\ud800${'x'.repeat(500)}` },
      action: 'test.hostile',
      outcome: 'ok',
      details: { long: 'y'.repeat(9_000), list: Array(900).fill('z'.repeat(900)), broken: Number.NaN },
    })
    const [event] = await rows<{ name: string; details: string }>(
      own.db,
      sql`select actor_name as name, details from audit_event order by sequence desc limit 1`,
    )
    expect(event?.name).toMatch(/^Ada {2}\ufffdx+…$/)
    expect(event?.name).toHaveLength(200)
    expect(event?.details.length).toBeLessThan(4_100)
  })

  test('cannot be changed or deleted by a statement, and the head cannot be moved back', async () => {
    const refused = []
    for (const statement of [
      "update audit_event set outcome = 'ok'",
      'delete from audit_event',
      'truncate audit_event',
      'delete from audit_head',
      'update audit_head set sequence = 1',
    ])
      refused.push(
        await own.db.execute(sql.raw(statement)).then(
          () => statement,
          () => 'refused',
        ),
      )
    expect(refused).toEqual(Array(5).fill('refused'))
  })

  test('are refused when they would wait for a locked head', async () => {
    await tamper.query('begin')
    await tamper.query('select from audit_head for update')
    await expect(record('test.waiting')).rejects.toMatchObject({ status: 503, code: 'audit_unavailable' })
    await tamper.query('rollback')
    await record('test.freed')
    expect((await stored()).at(-1)?.action).toBe('test.freed')
  })

  test('are refused with 503 audit_unavailable while the log cannot be written, and stored again later; the process log says both', async () => {
    const lines = logLines()
    await tamper.query('alter table audit_event rename to audit_event_away')
    for (let event = 0; event < 2; event += 1)
      await expect(record('test.lost')).rejects.toMatchObject({ status: 503, code: 'audit_unavailable' })
    await tamper.query('alter table audit_event_away rename to audit_event')
    await record('test.kept')
    const actions = (await stored()).map(({ action }) => action)
    expect(actions).not.toContain('test.lost')
    expect(actions.at(-1)).toBe('test.kept')
    expect(lines.map(({ msg }) => msg)).toEqual([
      'the audit log cannot be written',
      'audit log',
      'the audit log is written again',
    ])
  })
})

test('reads anchors from an anchor file and from log lines, and keeps both hashes of one sequence', async () => {
  const { readAnchors } = await import('#lib/server/audit/anchors.ts')
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-anchors-'))
  const file = path.join(folder, 'mixed.log')
  const [one, two] = ['a'.repeat(43), 'b'.repeat(43)]
  await writeFile(
    file,
    `7 ${one}\n{"level":"info","auditSequence":9,"auditHash":"${two}","msg":"audit log"}\nnoise\n7 ${two}\n12 cut`,
  )
  expect([...(await readAnchors(file))]).toEqual([
    [7, new Set([one, two])],
    [9, new Set([two])],
  ])
  expect([...(await readAnchors(path.join(folder, 'absent')))]).toEqual([])
  await rm(folder, { recursive: true })
})

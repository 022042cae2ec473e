import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SealedEvent } from '#lib/server/audit/seal.ts'
import { NO_ANCHORS, openChain, seals } from './testing.ts'

const { writeChain, verify, afterTampering, close } = await openChain()
afterAll(close)

describe('a chain of 100,000 events', () => {
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

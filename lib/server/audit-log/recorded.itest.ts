import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAudit } from '#lib/server/audit/record.ts'
import { auditSeals } from '#lib/server/audit/seal.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { rows } from '#lib/server/db/client.ts'
import { logLines } from '#lib/testing/log-lines.ts'
import { NO_ANCHORS, openChain, SECRET, seals } from './testing.ts'

const { own, tamper, putHead, writeChain, verify, close } = await openChain()
afterAll(close)

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
      details: {
        long: 'y'.repeat(9_000),
        list: Array(900).fill('z'.repeat(900)),
        another: Array(900).fill('z'.repeat(900)),
        broken: Number.NaN,
      },
    })
    const [event] = await rows<{ name: string; details: string }>(
      own.db,
      sql`select actor_name as name, details from audit_event order by sequence desc limit 1`,
    )
    expect(event?.name).toMatch(/^Ada {2}\ufffdx+…$/)
    expect(event?.name).toHaveLength(200)
    expect(event?.details.length).toBeLessThan(6_100)
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
      'the audit log can be written again',
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

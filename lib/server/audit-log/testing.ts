import 'server-only'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { insertEvents } from '#lib/server/audit/append.ts'
import { toRecord } from '#lib/server/audit/entry.ts'
import { auditSeals, type SealedEvent, sealAll } from '#lib/server/audit/seal.ts'
import { openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type Verification, verifyAudit, verifyIn } from './verify.ts'

export const SECRET = 'a secret that only tests know, 32+'
export const seals = auditSeals(SECRET)
export const NO_ANCHORS = new Map<number, Set<string>>()

/** An audit log in a separate database, and an attacker with all rights over that database. */
export type TestChain = {
  own: TestDatabase
  tamper: pg.Client
  /** Replaces the log by a new chain, made with the product's own sealing and writing code. */
  writeChain: (count: number, sealer?: typeof seals) => Promise<SealedEvent[]>
  putHead: (head: { sequence: number; hash: string; seal: string }) => Promise<void>
  verify: (anchors?: typeof NO_ANCHORS, secrets?: readonly string[]) => Promise<Verification>
  /** Tampers in a transaction that is rolled back, and verifies the result. */
  afterTampering: (statements: readonly string[], anchors?: typeof NO_ANCHORS) => Promise<Verification>
  close: () => Promise<void>
}

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
export async function openChain(): Promise<TestChain> {
  const own = await openTestDatabase()
  const tamper = new pg.Client({ connectionString: own.url })
  await tamper.connect()
  // The first step of an attacker with all rights over the database: it disables the triggers that protect
  // the log.
  await tamper.query('set session_replication_role = replica')

  const putHead: TestChain['putHead'] = async ({ sequence, hash, seal }) => {
    await tamper.query('delete from audit_head')
    await tamper.query('insert into audit_head values (true, $1, $2, $3)', [sequence, hash, seal])
  }
  return {
    own,
    tamper,
    putHead,
    writeChain: async (count, sealer = seals) => {
      await tamper.query('truncate audit_event, audit_head')
      const { events, head } = sealAll(sealer, null, entries(count))
      for (let at = 0; at < events.length; at += 5_000)
        await insertEvents(own.db, events.slice(at, at + 5_000))
      await putHead(head)
      return events
    },
    verify: (anchors = NO_ANCHORS, secrets = [SECRET]) => verifyAudit({ db: own.db, secrets, anchors }),
    afterTampering: async (statements, anchors = NO_ANCHORS) => {
      await tamper.query('begin')
      try {
        for (const statement of statements) await tamper.query(statement)
        return await verifyIn(drizzle(tamper), { secrets: [SECRET], anchors })
      } finally {
        await tamper.query('rollback')
      }
    },
    close: async () => {
      await tamper.end()
      await own.drop()
    },
  }
}

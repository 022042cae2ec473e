import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '#bin/testing/command.ts'
import { said, startFurrow } from '#bin/testing/start.ts'
import { recordAudit } from '#lib/server/audit/record.ts'
import { rows } from '#lib/server/db/client.ts'
import { openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'

let own: TestDatabase
let folder: string
beforeAll(async () => {
  own = await openTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'furrow-audit-'))
  for (let at = 0; at < 5; at += 1)
    await recordAudit({ actor: 'system', action: 'test.event', outcome: 'ok' })
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await own.drop()
})

const auditVerify = (args: readonly string[] = [], secret = process.env.AUTH_SECRET ?? '') =>
  runCommand('audit-verify.ts', args, { DATABASE_URL: own.url, DATA_DIR: folder, AUTH_SECRET: secret })

test('audit:verify exits with 0 and prints the end of the chain when every event verifies', async () => {
  const { code, output } = await auditVerify()
  expect(output).toMatch(/all 5 events verified .* the chain ends at 5 [\w-]{43}/)
  expect(output).toMatch(/Audit log {3}0 chain ends recorded in /)
  expect(code).toBe(0)
})

test('audit:verify prints the singular for one recorded end of the chain', async () => {
  const log = path.join(folder, 'kept.log')
  const [end] = await rows<{ hash: string }>(own.db, sql`select hash from audit_event where sequence = 5`)
  await writeFile(log, `${JSON.stringify({ auditSequence: 5, auditHash: end?.hash })}\n`)
  const { output } = await auditVerify(['--log', log])
  expect(output).toMatch(/Audit log {3}1 chain end recorded in /)
})

test('audit:verify exits with 1 and names the first fault by number and kind', async () => {
  await own.db.execute(sql`alter table audit_event disable trigger user`)
  await own.db.execute(sql`update audit_event set outcome = 'denied' where sequence = 3`)
  const edited = await auditVerify()
  await own.db.execute(sql`update audit_event set outcome = 'ok' where sequence = 3`)
  expect(edited.output).toMatch(/event 3: edited/)
  const lines = path.join(folder, 'kept.log')
  await writeFile(lines, `{"auditSequence":9,"auditHash":"${'a'.repeat(43)}","msg":"audit log"}\n`)
  const cut = await auditVerify(['--log', lines])
  expect(cut.output).toMatch(/event 6: truncated/)
  const other = await auditVerify([], 'another secret, made up for this test')
  expect(other.output).toMatch(/event 1: forged[\s\S]*--old-secret-file/)
  expect([edited.code, cut.code, other.code]).toEqual([1, 1, 1])
})

test('audit:verify accepts an older secret that earlier events were sealed with', async () => {
  const file = path.join(folder, 'old-secret')
  await writeFile(file, `${process.env.AUTH_SECRET}\n`)
  const current = 'another secret, made up for this test'
  const { code, output } = await auditVerify(['--old-secret-file', file], current)
  expect(output).toMatch(/events up to 5 are sealed with an older secret/)
  expect(output).not.toContain(process.env.AUTH_SECRET)
  expect(code).toBe(0)
})

test('audit:verify exits with 2 and prints its usage for invalid arguments', async () => {
  for (const args of [
    ['--from', '1'],
    ['--log', path.join(folder, 'absent')],
    ['--old-secret-file', folder],
  ]) {
    const { code, output } = await auditVerify(args)
    expect(output).toContain('Usage: npm run audit:verify')
    expect(code).toBe(2)
  }
})

test('a start with a different secret says what changes, and a start with the same secret does not', async () => {
  const given = { DATABASE_URL: own.url, DATA_DIR: folder, SANDBOX: '1' }
  const run = startFurrow({ ...given, AUTH_SECRET: 'another secret, made up for this test' })
  await said(run, 'Secret      has changed since the last start, so everyone must sign in again.')
  run.process.kill('SIGTERM')
  expect(await run.ended).toBe(0)
  const same = startFurrow({ ...given, AUTH_SECRET: process.env.AUTH_SECRET ?? '' })
  await said(same, 'reading the sources')
  expect(same.output()).not.toContain('another one')
  same.process.kill('SIGTERM')
  expect(await same.ended).toBe(0)
})

import 'server-only'
import { createHash } from 'node:crypto'
import { readdir, readlink } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, expect, vi } from 'vitest'
import { rows } from '#lib/server/db/client.ts'
import type { ScriptedServer } from '#lib/server/upstream/testing/scripted-server.ts'
import { settingsFor } from '#lib/server/upstream/testing/settings.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Source } from '#lib/sources.ts'
import { ask, openTestDatabase } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, putInvoices } from '#lib/testing/rows.ts'
import { askUpstreams, startUpstream } from '#lib/testing/scripted-upstream.ts'
import { type Unzipped, unzip } from '#lib/testing/unzip.ts'

export const PATH = '/api/invoices/pdf-pack'

/**
 * A database of its own with client invoices connected, and how packs are asked for of their route; a text goes as it is. What
 * a test recorded and counted is forgotten after it, and the database ends with the tests of the file.
 */
export async function openPacks(route: Parameters<typeof ask>[0]) {
  vi.stubEnv('CLIENT_INVOICES_URL', 'http://127.0.0.1:1')
  vi.stubEnv('CLIENT_INVOICES_API_KEY', 'a-key')
  const own = await openTestDatabase()
  afterEach(async () => {
    await emptyAuditLog(own.db)
    await own.db.execute(sql`delete from rate_limit`)
  })
  afterAll(() => own.drop())
  const postPack = (
    body: unknown,
    as?: Viewer,
    headers = { 'content-type': 'application/json' },
    signal?: AbortSignal,
  ) =>
    ask(route, PATH, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers,
      ...(signal && { signal }),
      ...(as && { as }),
    })
  return { own, postPack }
}

/** What a refusal says. */
export const problem = async (response: Response) => {
  const { status } = response
  const { code, errors, detail } = await response.json()
  return { status, code, detail, params: errors?.map(({ param }: { param: string }) => param) }
}
export const readPack = async (response: Response) => unzip(Buffer.from(await response.arrayBuffer()))
export const names = ({ files }: Unzipped) => files.map(({ name }) => name)
export const textOf = ({ files }: Unzipped, name: string) =>
  files.find((file) => file.name === name)?.bytes.toString() ?? ''
export const linesOf = (zip: Unzipped, name: string) =>
  textOf(zip, name).replace('\ufeff', '').trimEnd().split('\r\n')

/** The checksums of a pack, by name; each must be that of its file, and every other file must have one. */
export function checkManifest(zip: Unzipped): void {
  const told = textOf(zip, 'SHA256SUMS')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('  '))
  expect(told).toEqual(
    zip.files
      .filter(({ name }) => name !== 'SHA256SUMS')
      .map(({ name, bytes }) => [createHash('sha256').update(bytes).digest('hex'), name]),
  )
}

type Told = { action: string; outcome: string; subject: string; details: Record<string, unknown> }
/** What the audit log says, oldest first. */
export const toldEvents = ({ db }: TestDatabase) =>
  rows<Told>(
    db,
    sql`select action, outcome, subject, details::jsonb as details from audit_event order by sequence`,
  )

/** Invoices `i0`, `i1` … of a source, all in one funding source. */
export const putMany = ({ db }: TestDatabase, source: Source, count: number) =>
  putInvoices(
    db,
    Array.from({ length: count }, (_, at) =>
      anInvoice(source, `i${at}`, {
        ...{
          number: `N-${at}`,
          customer: '=cmd',
          currency: 'NGN',
          amount: '-12.50',
          fundingSource: 'AGRI-1',
        },
        issuedOn: `2026-03-${String((at % 28) + 1).padStart(2, '0')}`,
      }),
    ),
  )
/** The ids of so many of them. */
export const ids = (count: number) => Array.from({ length: count }, (_, at) => `i${at}`)

/** A source that answers each download by its id, and by how often that one was asked for. */
export async function startPdfs(
  answer: (id: string, response: ServerResponse, call: number) => void,
): Promise<ScriptedServer> {
  const calls = new Map<string, number>()
  const server = await startUpstream(({ url }, response) => {
    const id = /invoice\/([^/]+)\/download/.exec(url.pathname)?.[1] ?? ''
    calls.set(id, (calls.get(id) ?? 0) + 1)
    answer(id, response, calls.get(id) ?? 0)
  })
  await askUpstreams(settingsFor(server.url, { pdfMaxBytes: 8_000_000 }))
  return server
}

/** A file that begins like a PDF and names its invoice. */
export const pdfOf = (id: string, bytes = 2_000) => Buffer.from(`%PDF-1.7\n${id}\n`.padEnd(bytes, '.'))
export const sendPdf = (id: string, response: ServerResponse, _call?: number, bytes?: number) =>
  void response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdfOf(id, bytes))
/** Files of this process that hold an invoice's bytes: open ones without a name show as deleted (Linux). */
export async function spooledFiles(): Promise<string[]> {
  const open = await readdir('/proc/self/fd').catch(() => [])
  const targets = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  const named = (await readdir(tmpdir())).filter((name) => name.startsWith('furrow-pdf-'))
  return [...targets.filter((target) => target.includes('furrow-pdf-')), ...named]
}
/** Promises more than it sends. */
export const breakOff = (response: ServerResponse, bytes = 2_000) => {
  response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': bytes + 9_999 })
  response.write(pdfOf('part', bytes), () => setTimeout(() => response.destroy(), 20))
}

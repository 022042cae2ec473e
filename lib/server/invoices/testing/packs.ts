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
 * Opens a test database with client invoices configured, and returns a function that posts a request for a
 * pack; a string body is sent as it is. Audit events and rate limits are cleared after each test, and the
 * database is dropped at the end.
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

/** Reads the problem JSON of a refused request. */
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

/** Checks that the manifest lists every other file with its correct checksum, in order. */
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

type Told = { action: string; outcome: string; subject: string; details: unknown }
/** Reads the events of the audit log, oldest first. */
export const toldEvents = ({ db }: TestDatabase) =>
  rows<Told>(
    db,
    sql`select action, outcome, subject, details::jsonb as details from audit_event order by sequence`,
  )

/** Stores invoices `i0`, `i1` … of a source, all in one funding source. */
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
/** The ids of the first `count` invoices of `putMany`. */
export const ids = (count: number) => Array.from({ length: count }, (_, at) => `i${at}`)

/** Starts a source that answers each download by invoice id and by the number of calls for that id. */
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

/** A file that begins like a PDF and contains its invoice's id. */
export const pdfOf = (id: string, bytes = 2_000) => Buffer.from(`%PDF-1.7\n${id}\n`.padEnd(bytes, '.'))
export const sendPdf = (id: string, response: ServerResponse, _call?: number, bytes?: number) =>
  void response.writeHead(200, { 'content-type': 'application/pdf' }).end(pdfOf(id, bytes))
/** Files of this process that hold invoice bytes. Open unlinked files show as deleted (Linux). */
export async function spooledFiles(): Promise<string[]> {
  const open = await readdir('/proc/self/fd').catch(() => [])
  const targets = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  const named = (await readdir(tmpdir())).filter((name) => name.startsWith('furrow-pdf-'))
  return [...targets.filter((target) => target.includes('furrow-pdf-')), ...named]
}
/** Announces more bytes than it sends, then closes the connection. */
export const breakOff = (response: ServerResponse, bytes = 2_000) => {
  response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': bytes + 9_999 })
  response.write(pdfOf('part', bytes), () => setTimeout(() => response.destroy(), 20))
}

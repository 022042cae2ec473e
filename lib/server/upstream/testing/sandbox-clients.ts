import 'server-only'
import { expect, onTestFinished } from 'vitest'
import type { SandboxOptions } from '#lib/sandbox/options.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { startSmallSandbox } from '#lib/sandbox/testing.ts'
import type { TrueRow } from '#lib/sandbox/truth.ts'
import { readEnv } from '#lib/server/config/env.ts'
import type { ListPage } from '#lib/server/upstream/contract.ts'
import { QUICK, startClients } from './settings.ts'

/** Only the pauses are short: a busy machine may take longer than the short deadlines of tests to make a PDF. */
const { retry } = QUICK

/** Starts a small sandbox and its clients, configured by the same variables as a real installation. */
export async function startSandboxClients(
  options: Partial<SandboxOptions> = {},
  changes: Record<string, string> = {},
) {
  const sandbox = await startSmallSandbox(options)
  onTestFinished(sandbox.close)
  return { sandbox, ...startClients(readEnv({ ...sandboxEnvironment(sandbox), ...changes }), { retry }) }
}

/** Reads one page of a walk. */
type Page<Row> = (token: string | null) => Promise<ListPage<Row>>

/** Reads every row from the first page to the last; fails when a page repeats or a row is rejected. */
export async function walk<Row>(read: Page<Row>): Promise<Row[]> {
  const rows: Row[] = []
  const seen = new Set<string>()
  for (let token: string | null = null; ; ) {
    const page: ListPage<Row> = await read(token)
    rows.push(...page.records)
    expect(page.rejected).toEqual([])
    if (page.next === null) return rows
    expect(seen.has(page.next)).toBe(false)
    seen.add(page.next)
    token = page.next
  }
}

const sorted = (ids: readonly string[]) => [...ids].sort()
/** Sorted ids, for comparing sets. */
export const idsOf = (rows: readonly { id: string }[]) => sorted(rows.map((row) => row.id))
/** A field of a true row as text. */
export const field = (row: TrueRow, name: string) => String(row.row[name])

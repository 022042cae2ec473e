import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { ExplainedError } from '#lib/errors.ts'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { transact } from '#lib/server/db/transact.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { SOURCES, type Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { clearFact, type FactKey, factKeySchema, factSchema, readFact, writeFact } from './facts.ts'
import { reasonsJson } from './run-stamp.ts'
import type { SyncSettings } from './settings.ts'
import { type ListName, lockPlanning } from './windows.ts'

const t = commandWords('commands')

/** Another process reads a source of this database with other settings; the message names the fix. */
export class OtherSettingsError extends ExplainedError {
  override name = 'OtherSettingsError'

  constructor(source: Source) {
    super(t('note.other-settings', { source: sourceName(source) }))
  }
}

/** Holds names for as long as its process reads: as many processes as like to hold the same name. */
export type Holder = { hold(name: string): Promise<void> }

const configurationFactSchema = factSchema(z.object({ text: z.string() }))

/** The settings, other than the address, that determine how a source's rows are read; null: none. */
function configurationOf(source: Source, settings: SyncSettings): Record<string, unknown> | null {
  const { timeZone, currencies, fundingSources, linkReading } = settings
  switch (source) {
    case 'hello-tractor':
      return { timeZone, currencies: currencies.toSorted(), fundingSources: fundingSources.toSorted() }
    case 'payment-links':
      return linkReading && { timeZone, ...linkReading }
    case 'client-invoices':
      return null
  }
}

/**
 * Marks the windows of reconfigured sources as partial and due, because their rows may have the funding
 * source, currency or day of the former configuration. Also invalidates runs under way. Call before the
 * windows are loaded.
 * @param holder keeps this process's configuration from being replaced while the process reads
 * @throws {OtherSettingsError} while a process with the former configuration reads the same source: each would
 * undo what the other concludes about funding sources
 */
export async function rereadReconfigured(
  db: Database,
  lists: readonly ListName[],
  settings: SyncSettings,
  now: Date,
  holder: Holder,
): Promise<void> {
  const sources = SOURCES.filter((source) => lists.some((list) => list.source === source))
  for (const source of sources) {
    const configuration = configurationOf(source, settings)
    if (configuration === null) continue
    const text = JSON.stringify(configuration)
    await holder.hold(holdingName(source, text))
    await transact(db, (tx) => compareWithFormer(tx, source, text, now))
  }
}

function holdingName(source: Source, configuration: string): string {
  return `furrow configuration ${source} ${configuration}`
}

async function compareWithFormer(tx: Executor, source: Source, configuration: string, now: Date) {
  await lockPlanning(tx)
  const key = { source, resource: 'all', fact: 'configuration' } as const
  const former = await readFact(tx, key, configurationFactSchema)
  if (former?.value.text === configuration) return
  if (former !== null && (await isHeld(tx, holdingName(source, former.value.text))))
    throw new OtherSettingsError(source)
  await writeFact(tx, key, { text: configuration }, now)
  if (former === null) return
  await tx.execute(sql`
    update sync_window set state = 'partial', state_since = ${now.toISOString()}, reasons = ${reasonsJson([{ code: 'reconfigured' }])},
      due_at = ${now.toISOString()}, token = token + 1, leased_until = null, leased_by = null
    where source = ${source} and state in ('complete', 'partial')`)
}

async function isHeld(tx: Executor, name: string): Promise<boolean> {
  const [found] = await rows<{ isFree: boolean }>(
    tx,
    sql`select pg_try_advisory_xact_lock(hashtext(${name})) as "isFree"`,
  )
  return found?.isFree !== true
}

const PREFIX = 'partition:'

/**
 * Returns the refused values known from earlier starts, as `refusalName` names them, so that a value can be
 * cleared once the source accepts it. Deletes the facts of values that are no longer configured.
 */
export async function knownRefusals(db: Executor, settings: SyncSettings): Promise<Set<string>> {
  const facts = await parsedRows(
    db,
    sql`select source, resource, fact from source_fact
      where starts_with(fact, ${PREFIX}) and source = any(${sql.param([...SOURCES])}::text[])`,
    factKeySchema,
  )
  const configured = [
    ...settings.currencies.map((value) => `${PREFIX}currency:${value}`),
    ...settings.fundingSources.map((value) => `${PREFIX}funding_source:${value}`),
  ]
  const known = facts.filter(({ fact }) => configured.includes(fact))
  for (const key of facts) if (!known.includes(key)) await clearFact(db, key)
  return new Set(known.map(refusalName))
}

/** The key of the fact that a list refuses a value. */
export function refusalName({ source, resource, fact }: FactKey): string {
  return `${source} ${resource} ${fact}`
}

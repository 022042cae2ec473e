import type { Day } from '#lib/calendar-date.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import type { Env } from '#lib/server/config/env.ts'
import { type Executor, setActScope } from '#lib/server/db/client.ts'
import { adoptOrigins } from '#lib/server/db/origin.ts'
import { acceptDisappearances } from '#lib/server/sync/row-facts.ts'
import { SOURCES, type Source } from '#lib/sources.ts'

// Decisions about sources made by a user with access to the server. Each is one transaction with its audit
// events. The events are written as the web server writes its own: with the database and the secret of the
// environment, in the web server's role.

type Only = { source: Source | null; from: Day | null; to: Day | null }

/**
 * Declares that the configured addresses serve the same data as mirrored so far; each changed address is an
 * audit event.
 * @param only the one source to adopt; null: every configured source
 * @throws {RequestError} `audit_unavailable` if the event cannot be recorded; nothing is changed then
 */
export function adoptByCommand(env: Env, only: Source | null): Promise<void> {
  return actByCommand(async (tx) => {
    const changes = await adoptOrigins(tx, env, only)
    return {
      result: undefined,
      audit: changes.map(({ source, former, origin }) =>
        eventOf('source.adopt_origin', source, { former, origin }),
      ),
    }
  })
}

/**
 * Confirms every held-back disappearance in the chosen windows, with one audit event per affected source.
 * @returns number of windows confirmed
 * @throws {RequestError} `audit_unavailable` if an event cannot be recorded; nothing is changed then
 */
export function confirmByCommand(only: Only): Promise<number> {
  return actByCommand(async (tx) => {
    const confirmed = await acceptDisappearances(tx, only)
    const days = { ...(only.from && { from: only.from }), ...(only.to && { to: only.to }) }
    const audit = SOURCES.flatMap((source) => {
      const own = confirmed.filter((each) => each.source === source)
      if (own.length === 0) return []
      const rows = own.reduce((sum, each) => sum + each.rows, 0)
      return [eventOf('disappearance.confirm', source, { rows, weeks: own.length, ...days })]
    })
    return { result: confirmed.length, audit }
  })
}

type Done<Result> = { result: Result; audit: readonly AuditEntry[] }

function actByCommand<Result>(act: (tx: Executor) => Promise<Done<Result>>): Promise<Result> {
  return transactRecorded(async (tx) => {
    await setActScope(tx, { fundingSources: 'all' })
    return act(tx)
  })
}

function eventOf(action: string, source: Source, details: AuditEntry['details']): AuditEntry {
  const subject = `source:${source}`
  return { actor: 'system', action, outcome: 'ok', subject, details: { ...details, way: 'command' } }
}

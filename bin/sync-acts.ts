import type { Day } from '#lib/calendar-date.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import type { Env } from '#lib/server/config/env.ts'
import { type Executor, setActScope } from '#lib/server/db/client.ts'
import { adoptOrigins } from '#lib/server/db/origin.ts'
import { acceptDisappearances } from '#lib/server/sync/row-facts.ts'
import { SOURCES, type Source } from '#lib/sources.ts'

// What a person with access to the server declares about sources. Each act is one transaction with its audit events. They are
// written as the web server writes them: with the database and the secret in the environment, and in the web server's role.

type Only = { source: Source | null; from: Day | null; to: Day | null }

/**
 * Declares the configured addresses to be the same data as mirrored so far; each one that is another is an event.
 * @throws {RequestError} `audit_unavailable` where that cannot be recorded, and then nothing was done
 */
export function adoptByCommand(env: Env): Promise<void> {
  return actByCommand(async (tx) => {
    const changes = await adoptOrigins(tx, env)
    return {
      result: undefined,
      audit: changes.map(({ source, former, origin }) =>
        eventOf('source.adopt_origin', source, { former, origin }),
      ),
    }
  })
}

/**
 * Confirms every held back disappearance in the windows chosen, with an event for each source that had any.
 * @returns how many were confirmed
 * @throws {RequestError} `audit_unavailable` where that cannot be recorded, and then nothing was done
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

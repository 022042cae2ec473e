import 'server-only'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { type AuditEntry, recordAudit } from './record.ts'

type Told = Omit<AuditEntry, 'outcome'>
/** How many rows an answer has held so far. */
export type RowTally = { rows: number }
/** What an answer has held so far, by the names under which its end is told. */
type Tally = Readonly<Record<string, number>>

/**
 * Lets an answer go only once the audit log says who gets it: throws a 503 `audit_unavailable` otherwise, and lets go of
 * what the answer was to be read from. Out: the same answer, whose end is told as well if it is cut off (`aborted`, with
 * the bytes sent), if its source fails (`failed`), and with its counts where it has any.
 */
export async function auditedAnswer(response: Response, told: Told, tally?: Tally): Promise<Response> {
  try {
    await recordAudit({ ...told, outcome: 'ok' })
  } catch (error) {
    await response.body?.cancel(error)
    throw error
  }
  if (response.body === null) return response
  return new Response(watched(response.body, told, tally), response)
}

function watched(body: ReadableStream<Uint8Array>, told: Told, tally?: Tally): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let bytes = 0
  let isOver = false
  const end = async (outcome: AuditEntry['outcome']) => {
    if (isOver) return
    isOver = true
    if (outcome === 'ok' && !tally) return
    const details = { ...told.details, step: 'end', bytes, ...tally }
    await recordAudit({ ...told, outcome, details }).catch(noteUnwritten)
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) {
            bytes += value.byteLength
            return controller.enqueue(value)
          }
          await end('ok')
          controller.close()
        } catch (error) {
          await end('failed')
          throw error
        }
      },
      // The source is let go of at once; the log need not be waited for.
      async cancel(reason) {
        void end('aborted')
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/** That it began is in the log; how it ended is in the request's own log line at least. */
function noteUnwritten(error: unknown): void {
  logger().error(errorFields(error), 'how a download ended cannot be recorded')
}

/** What a report was narrowed to. Names of people and texts that were searched for are told as set, not what they say. */
export function toldFilters(search: URLSearchParams): Record<string, readonly string[]> {
  const isPersonal = (name: string) => ['search', 'customer', 'site'].includes(name)
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => [name, isPersonal(name) ? ['(set)'] : search.getAll(name)]),
  )
}

import 'server-only'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { type AuditEntry, recordAudit } from './record.ts'

type DownloadEvent = Omit<AuditEntry, 'outcome'>
/** How many rows a response has held so far. */
export type RowTally = { rows: number }
/** What a response has held so far, by the names of the details in its final event. */
type Tally = Readonly<Record<string, number>>

/**
 * Releases a response only after the audit log records who gets it, and cancels the response's body
 * otherwise. A second event records the end if the reader leaves (`aborted`, with the bytes sent), if the
 * source fails (`failed`), or if there are counts to report.
 * @param tally counts that the response's producer updates, recorded with the end
 * @throws RequestError 503 `audit_unavailable` if the event cannot be written
 */
export async function auditedAnswer(
  response: Response,
  told: DownloadEvent,
  tally?: Tally,
): Promise<Response> {
  try {
    await recordAudit({ ...told, outcome: 'ok' })
  } catch (error) {
    await response.body?.cancel(error)
    throw error
  }
  if (response.body === null) return response
  return new Response(watched(response.body, told, tally), response)
}

function watched(
  body: ReadableStream<Uint8Array>,
  told: DownloadEvent,
  tally?: Tally,
): ReadableStream<Uint8Array> {
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
      // Cancels the source at once, without waiting for the log.
      async cancel(reason) {
        void end('aborted')
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/** Logs only: the start is in the audit log, and the request's own log line says how the response ended. */
function noteUnwritten(error: unknown): void {
  logger().error(errorFields(error), 'the end of a download could not be recorded in the audit log')
}

/**
 * Returns a report's filters for the audit log. Names of people and search texts are recorded as set, without
 * the text.
 */
export function toldFilters(search: URLSearchParams): Record<string, readonly string[]> {
  const isPersonal = (name: string) => ['search', 'customer', 'site'].includes(name)
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => [name, isPersonal(name) ? ['(set)'] : search.getAll(name)]),
  )
}

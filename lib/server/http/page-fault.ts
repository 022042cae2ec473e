import 'server-only'
import { type PageFault, readDigest, toDigest } from '#lib/database-fault.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import { currentRequest } from '#lib/server/log/current-request.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { problemAnswer } from './problem.ts'

/**
 * Reads something without which a page cannot be drawn. Where the database fails, the page's answer becomes 503 with
 * `Retry-After`, and the error carries a digest by which the page says what is away (`readDigest`).
 * @throws what `reading` rejects with
 */
export async function readForPage<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading
  } catch (error) {
    const fault = databaseFault(error)
    if (fault === null || !(error instanceof Error)) throw error
    const request = currentRequest()
    request?.answerUnavailable?.(problemAnswer(error).retryAfterSeconds ?? 0)
    const digest = toDigest({ fault, requestId: request?.requestId ?? '' })
    throw Object.assign(error, { digest })
  }
}

/**
 * What the database kept from being drawn, for a layout that draws its own page then, and writes it to the log.
 * @throws `error` itself where it is about something else
 */
export function pageFaultOf(error: unknown): PageFault {
  const pageFault = readDigest(error)
  if (pageFault === null) throw error
  const { fault, requestId } = pageFault
  logger().error({ requestId, fault, ...errorFields(error) }, 'a page waits for the database')
  return pageFault
}

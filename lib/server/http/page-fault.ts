import 'server-only'
import { type PageFault, readDigest, toDigest } from '#lib/database-fault.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import { currentRequest } from '#lib/server/log/current-request.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { problemAnswer } from './problem.ts'

/**
 * Reads data that a page cannot be rendered without. If the database fails, the page's response becomes a 503
 * with `Retry-After`, and the error carries a digest from which the error page reads the cause
 * (`readDigest`).
 * @throws the error of `reading`
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
 * Returns and logs the database fault behind an error, for a layout that then renders its own error page.
 * @throws `error` itself if its cause is another one
 */
export function pageFaultOf(error: unknown): PageFault {
  const pageFault = readDigest(error)
  if (pageFault === null) throw error
  const { fault, requestId } = pageFault
  logger().error({ requestId, fault, ...errorFields(error) }, 'a page could not read the database')
  return pageFault
}

import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { recordAudit } from './record.ts'

const WINDOW_MS = 60_000

type Denial = { viewer: Viewer; route: string; code: string; requestId: string }
/** Denials of one viewer at one route since the last event about them. */
type RepeatedDenial = { further: number; last: Denial }

const shared = processWide<Map<string, RepeatedDenial>>('furrowDenials')

/**
 * Runs a viewer's request and records a refusal: a 403, or a 404 for a viewer with granted funding sources,
 * who may have asked for a row out of scope. The first refusal in a minute is recorded at once. Further ones
 * with the same viewer, route and reason become one event when the minute ends, so that a flood of them fills
 * no disk. The refusal stands even if the audit log cannot be written.
 */
export async function notingDenials<Result>(
  request: Omit<Denial, 'code'>,
  answer: () => Promise<Result>,
): Promise<Result> {
  try {
    return await answer()
  } catch (error) {
    if (isDenial(error, request.viewer))
      await noteDenial({ ...request, code: error.code }).catch(noteUnwritten)
    throw error
  }
}

function isDenial(error: unknown, viewer: Viewer): error is RequestError {
  if (!(error instanceof RequestError)) return false
  const isScoped = viewer.fundingSources !== 'all'
  return error.status === 403 || (isScoped && ['not_found', 'no_such_route'].includes(error.code))
}

async function noteDenial(denial: Denial): Promise<void> {
  shared.value ??= new Map()
  const counted = shared.value
  const key = JSON.stringify([denial.viewer.kind, denial.viewer.id, denial.route, denial.code])
  const known = counted.get(key)
  if (known) {
    known.further += 1
    known.last = denial
    return
  }
  counted.set(key, { further: 0, last: denial })
  setTimeout(() => {
    const { further, last } = counted.get(key) ?? { further: 0, last: denial }
    counted.delete(key)
    if (further > 0) write(last, further).catch(noteUnwritten)
  }, WINDOW_MS).unref()
  await write(denial, 1)
}

function write({ viewer, route, code, requestId }: Denial, count: number): Promise<void> {
  return recordAudit({
    actor: viewer,
    action: 'access.denied',
    outcome: 'denied',
    subject: `route:${route}`,
    details: { reason: code, count },
    requestId,
  })
}

function noteUnwritten(error: unknown): void {
  logger().error(errorFields(error), 'a denied request could not be recorded in the audit log')
}

import type { Instrumentation } from 'next'

/**
 * Creates the log when the server starts, for bin/http-server as well, and in production turns console output
 * into log lines.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logger } = await import('#lib/server/log/logger.ts')
    logger()
    if (process.env.NODE_ENV !== 'production') return
    const { captureConsole } = await import('#lib/server/log/console-log.ts')
    captureConsole()
  }
}

/** Logs errors of pages as routes log theirs: one JSON line without addresses, queries or statements. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { errorFields, logger } = await import('#lib/server/log/logger.ts')
    const requestId = request.headers['x-request-id']
    logger().error(
      { requestId, method: request.method, route: context.routePath, ...errorFields(error) },
      'a page failed',
    )
  }
}

import type { Instrumentation } from 'next'

/** From the server's start on there is a log, which bin/shell writes to as well, and what is written to the console is a line of it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logger } = await import('#lib/server/log/logger.ts')
    logger()
    if (process.env.NODE_ENV !== 'production') return
    const { captureConsole } = await import('#lib/server/log/console-log.ts')
    captureConsole()
  }
}

/** Errors of pages go to the log as those of routes do: one JSON line, without addresses, queries or statements. */
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

import type { Instrumentation } from 'next'

/** Errors of pages go to the log as those of routes do: one JSON line, without addresses, queries or statements. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { errorFields, logger } = await import('#lib/server/logger.ts')
    logger().error(
      { method: request.method, route: context.routePath, ...errorFields(error) },
      'a page failed',
    )
  }
}

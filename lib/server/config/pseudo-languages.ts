import 'server-only'

/** True in development and in test runs, where readers can choose pseudo-languages. */
export function hasPseudoLanguages(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment.NODE_ENV !== 'production' || Boolean(environment.FURROW_TEST_CLOCK_SHIFT_MS)
}

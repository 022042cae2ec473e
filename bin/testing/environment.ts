import { ENV_VARIABLES } from '#lib/server/config/env.ts'

/** Blank means unset, and keeps a developer's own .env out of the tests. */
export const UNSET = Object.fromEntries(ENV_VARIABLES.map((name) => [name, '']))

/** What a program needs of the machine, and what makes a test run quick and holds it to its day. */
const NAMES = [
  ...['PATH', 'HOME', 'LANG', 'TMPDIR'],
  ...['NODE_COMPILE_CACHE', 'NODE_OPTIONS', 'NODE_ENV', 'FURROW_TEST_CLOCK_SHIFT_MS'],
]

/** The variables of this process that one started by a test takes over: none of Furrow's own. */
export function inherited(): Pick<NodeJS.ProcessEnv, 'NODE_ENV'> & Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => NAMES.includes(name))
  return Object.fromEntries(entries) as ReturnType<typeof inherited>
}

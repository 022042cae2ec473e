import { ENV_VARIABLES } from '#lib/server/config/env.ts'

/** Blank values count as unset, and override a developer's own `.env` in tests. */
export const UNSET = Object.fromEntries(ENV_VARIABLES.map((name) => [name, '']))

/** Variables that a program needs from the machine, that speed up a test run, or that fix its clock. */
const NAMES = [
  ...['PATH', 'HOME', 'LANG', 'TMPDIR'],
  ...['NODE_COMPILE_CACHE', 'NODE_OPTIONS', 'NODE_ENV', 'FURROW_TEST_CLOCK_SHIFT_MS'],
]

/** Returns the variables of this process that a process started by a test inherits: none of Furrow's own. */
export function inherited(): Pick<NodeJS.ProcessEnv, 'NODE_ENV'> & Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => NAMES.includes(name))
  return Object.fromEntries(entries) as ReturnType<typeof inherited>
}

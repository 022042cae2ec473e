import { execFile } from 'node:child_process'
import path from 'node:path'
import { inherited } from './environment.ts'

/** A command's exit code and its output; `errors` is the part from standard error. */
export type Ended = { code: number | null; output: string; errors: string }

/** Runs a command of `bin` as `npm run` does, with these variables and without a developer's `.env`. */
export function runCommand(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const file = path.resolve(import.meta.dirname, '..', script)
  const env = { ...inherited(), FURROW_ENV_FOLDER: import.meta.dirname, ...environment }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=react-server', file, ...args],
      { env },
      (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, output: `${stdout}${stderr}`, errors: stderr }),
    )
  })
}

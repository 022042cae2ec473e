import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigurationError, ENV_VARIABLES, type Env, readEnv } from '#lib/server/config/env.ts'
import { readEnvironmentText, unread } from '#lib/server/config/env-file.ts'
import { nearMisses } from '#lib/server/config/env-names.ts'
import { configurationWarnings } from '#lib/server/config/env-warnings.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('start')

/**
 * Files that Next would read for the web server only, bypassing the other processes and the checks at the
 * start.
 */
const OF_NEXT_ALONE = ['.env.local', '.env.production', '.env.production.local', '.env.development']

/**
 * Reads the configuration from the environment and from the file `.env` beside `package.json`, if there is
 * one. A variable of the environment overrides `.env`, even with a blank value.
 * @param warn called with one line for each setting that has less effect than intended
 * @throws {ConfigurationError} with one line for each mistake, including misspelt names of source variables
 */
export function readSettings(warn: (line: string) => void = () => {}): Env {
  const { mistakes, names } = loadEnvironmentFile()
  for (const { name, meant, isOfSource } of nearMisses(process.env, ENV_VARIABLES)) {
    // The mistakes of the file name it already, with its line.
    if (names.has(name)) continue
    if (isOfSource) mistakes.push(unread(name, meant))
    else warn(unread(name, meant))
  }
  const env = readWith(mistakes)
  for (const line of configurationWarnings(process.env, env)) warn(line)
  return env
}

function readWith(mistakes: readonly string[]): Env {
  try {
    const env = readEnv(process.env)
    if (mistakes.length === 0) return env
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError([...mistakes, ...error.lines])
    throw error
  }
  throw new ConfigurationError(mistakes)
}

/**
 * Adds the variables of `.env` that the environment does not have.
 * @returns the mistakes found in the file, and the names that it sets
 */
function loadEnvironmentFile(): { mistakes: string[]; names: ReadonlySet<string> } {
  // Tests set a folder of their own, so that they never read a developer's `.env`.
  const folder = process.env.FURROW_ENV_FOLDER ?? path.resolve(import.meta.dirname, '..')
  const mistakes = OF_NEXT_ALONE.flatMap((file) => settingsElsewhere(folder, file))
  const bytes = readIfThere(path.join(folder, '.env'), mistakes)
  if (bytes !== null && isUtf16(bytes)) mistakes.push(t('environment.utf-16'))
  if (bytes === null || isUtf16(bytes)) return { mistakes, names: new Set() }
  const file = readEnvironmentText(bytes.toString('utf8'))
  for (const [name, value] of Object.entries(file.values)) process.env[name] ??= value
  return { mistakes: [...mistakes, ...file.mistakes], names: new Set(Object.keys(file.values)) }
}

function readIfThere(file: string, mistakes: string[]): Buffer | null {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined) return null
  try {
    return readFileSync(file)
  } catch {
    mistakes.push(stats.isDirectory() ? t('environment.folder') : t('environment.no-right'))
    return null
  }
}

function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex')
  return mark === 'fffe' || mark === 'feff' || bytes.includes(0)
}

function settingsElsewhere(folder: string, file: string): string[] {
  const bytes = readIfThere(path.join(folder, file), [])
  const names = Object.keys(parseEnv(bytes?.toString('utf8') ?? '')).filter((name) =>
    ENV_VARIABLES.includes(name),
  )
  return names.length > 0 ? [t('environment.elsewhere', { file, names: names.join(', ') })] : []
}

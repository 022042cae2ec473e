import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Day } from '#lib/calendar-date.ts'
import { newKeys } from '#lib/sandbox/options.ts'
import { type SandboxState, stateSchema } from '#lib/sandbox/settings.ts'
import { createDataFile, DataDirError, readDataFile } from '#lib/server/config/data-file.ts'
import { freePort } from '#lib/server/db/embedded/postmaster.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('start')

/**
 * Reads the sandbox's persistent settings from `<dataDir>/sandbox.json` (mode 0600). The first start creates
 * the file with `today` as the origin day and a port that is free at that moment; simultaneous first starts
 * agree on one file.
 * @throws {DataDirError} if the file is damaged
 */
export async function readSandboxState(dataDir: string, today: Day): Promise<SandboxState> {
  const file = path.join(dataDir, 'sandbox.json')
  const existing = await readState(file)
  if (existing) return existing
  const seed = randomBytes(6).toString('hex')
  const openedAt = new Date().toISOString()
  const fresh: SandboxState = { seed, originDay: today, openedAt, port: await freePort(), keys: newKeys() }
  await mkdir(dataDir, { recursive: true })
  await createDataFile(file, `${JSON.stringify(fresh, null, 2)}\n`)
  const state = await readState(file)
  if (!state) throw new Error(`${file} disappeared while the sandbox was starting`)
  return state
}

/**
 * Checks that `sandbox.json`, if there is one, can be read.
 * @throws {DataDirError} if the file is damaged
 */
export async function checkSandboxState(dataDir: string): Promise<void> {
  await readState(path.join(dataDir, 'sandbox.json'))
}

async function readState(file: string): Promise<SandboxState | null> {
  const text = await readDataFile(file, t('sandbox.keep'))
  if (text === null) return null
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new DataDirError(`${t('sandbox.damaged', { file })} ${t('sandbox.keep')}`, { cause })
  }
}

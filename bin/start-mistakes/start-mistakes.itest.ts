import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { type Run, startFurrow } from '#bin/testing/start.ts'
import type { Environment, Mistake } from './mistake.ts'
import { MISTAKES } from './table.ts'

/** Every secret in the table contains one of these words, so that the test detects a secret in the output. */
const SECRET = /hunter2|password123/

const LONGEST_START_MS = 45_000

type Outcome = { code: number | null; output: string; isPostgresLeft: boolean; says: string }

async function outcomeOf({ given, hasRights, args, says }: Mistake): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-mistake-'))
  // Started by root, PostgreSQL runs as another user, which must be able to enter this folder.
  await chmod(folder, 0o755)
  const dataDir = path.join(folder, 'data')
  const cleanUps: (() => unknown)[] = []
  const place = {
    folder,
    dataDir,
    postgresUrl: inject('postgresUrl'),
    after: (cleanUp: () => unknown) => void cleanUps.push(cleanUp),
  }
  try {
    const variables = typeof given === 'function' ? await given(place) : given
    const environment = { FURROW_ENV_FOLDER: folder, DATA_DIR: dataDir, ...variables }
    const run = startFurrow(environment, { hasRights, args })
    const code = await endOf(run)
    const isPostgresLeft = existsSync(path.join(dataDir, 'postgres/postmaster.pid'))
    return { code, output: run.output(), isPostgresLeft, says: filled(says, folder, variables) }
  } finally {
    for (const cleanUp of cleanUps) await cleanUp()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Returns the exit code of a start; stops a start that wrongly keeps running. */
async function endOf({ process: child, ended }: Run): Promise<number | null> {
  const late = setTimeout(() => child.kill('SIGTERM'), LONGEST_START_MS)
  return ended.finally(() => clearTimeout(late))
}

function filled(line: string, folder: string, variables: Environment): string {
  return line
    .replaceAll('<folder>', folder)
    .replace(/<([A-Z_]+)>/g, (_, name: string) => variables[name] ?? '')
}

test('the table lists each mistake once, with a line of its own', () => {
  console.info(`ways to configure Furrow wrongly that the start explains: ${MISTAKES.length}`)
  expect(MISTAKES.length).toBeGreaterThanOrEqual(25)
  expect(new Set(MISTAKES.map(({ name }) => name)).size).toBe(MISTAKES.length)
  expect(MISTAKES.filter(({ says }) => says.length < 15 || SECRET.test(says))).toEqual([])
})

test.each(MISTAKES)(
  '$name ends the start with one line of cause and fix',
  async (mistake) => {
    const { code, output, isPostgresLeft, says } = await outcomeOf(mistake)
    expect(output.split('\n').map((line) => line.trim())).toContain(says)
    expect(code).toBe(1)
    expect(output).not.toMatch(/^\s+at |node:internal|Failed query/m)
    expect(output).not.toMatch(SECRET)
    expect(isPostgresLeft).toBe(false)
  },
  120_000,
)

test('a mistake leaves DATA_DIR unchanged', async () => {
  for (const entry of ['postgres.json', 'secret', 'sandbox.json']) {
    const folder = await mkdtemp(path.join(tmpdir(), 'furrow-mistake-'))
    await chmod(folder, 0o755)
    await mkdir(path.join(folder, 'postgres'))
    await writeFile(path.join(folder, 'postgres/PG_VERSION'), '18\n')
    await writeFile(path.join(folder, 'postgres.json'), '{}')
    await writeFile(path.join(folder, entry), 'broken')
    const before = await readdir(folder)
    const run = startFurrow({ DATA_DIR: folder, FURROW_ENV_FOLDER: folder })
    expect(await endOf(run)).toBe(1)
    expect(await readFile(path.join(folder, entry), 'utf8')).toBe('broken')
    expect((await readdir(folder)).toSorted()).toEqual(before.toSorted())
    await rm(folder, { recursive: true })
  }
})

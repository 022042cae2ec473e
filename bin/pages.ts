import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { withFileLock } from './file-lock.ts'

const t = commandWords('start')

const ROOT = path.resolve(import.meta.dirname, '..')
/** Packages that only the build needs; `npm ci --omit=dev` leaves them out. */
const BUILDERS = ['@tailwindcss/postcss', 'tailwindcss', 'typescript']
const INPUTS = [
  'app',
  'components',
  'lib',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'public',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
]

/**
 * The pages are not built and cannot be built here, or the build failed; the message says what to run or
 * holds the builder's output.
 */
export class BuildError extends ExplainedError {
  override name = 'BuildError'
}

/**
 * True if the built pages are missing or were built from other files than the current ones. If the clone has
 * a build but no sources of the pages, the build is used as is.
 * @throws {BuildError} if a build is needed and the build tools are not installed
 */
export async function isBuildNeeded(root = ROOT): Promise<boolean> {
  const isBuilt = existsSync(path.join(root, '.next', 'BUILD_ID'))
  if (isBuilt && !existsSync(path.join(root, 'app'))) return false
  if (isBuilt && (await readFile(stampOf(root), 'utf8').catch(() => null)) === (await fingerprint(root)))
    return false
  const missing = BUILDERS.filter((name) => !existsSync(path.join(root, 'node_modules', name)))
  if (missing.length > 0) throw new BuildError(explainMissing(isBuilt, missing))
  return true
}

function explainMissing(isBuilt: boolean, missing: readonly string[]): string {
  const packages = missing.join(', ')
  return isBuilt ? t('pages.outdated', { packages }) : t('pages.missing', { packages })
}

/** Upper limit of one build; a slow machine takes a few minutes. */
const LONGEST_BUILD_MS = 15 * 60_000

/**
 * Builds the pages and records the fingerprint of their sources, so that the next start reuses the build. If
 * another process is already building, waits for that build and uses its result.
 * @param onWait called once if another process is building
 * @throws {BuildError} with the builder's output
 */
export async function build(onWait: () => void = () => {}, root = ROOT, run = runBuilder): Promise<void> {
  // `next build` does not clear this folder, so the lock file in it survives the build.
  const folder = path.join(root, '.next', 'cache')
  await mkdir(folder, { recursive: true })
  const lock = { file: path.join(folder, 'furrow-build.lock'), limitMs: LONGEST_BUILD_MS, onWait }
  await withFileLock(lock, async (hasWaited) => {
    if (hasWaited && !(await isBuildNeeded(root))) return
    const before = await fingerprint(root)
    await run().catch(async (error: unknown) => {
      // The builder remembers which modules it did not find, also after they are installed.
      await rm(path.join(folder, 'turbopack'), { recursive: true, force: true })
      throw error
    })
    await noteBuild(root, before)
  })
}

/** Records the fingerprint of the files that the pages of a clone were built from. */
export async function noteBuild(root: string, built?: string): Promise<void> {
  await writeFile(stampOf(root), built ?? (await fingerprint(root)))
}

function stampOf(root: string): string {
  return path.join(root, '.next', 'furrow-build')
}

function runBuilder(): Promise<void> {
  const builder = spawn(process.execPath, [path.join(ROOT, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A stop meanwhile must not leave the build running without its lock.
  const end = () => builder.kill()
  process.once('exit', end)
  builder.once('exit', () => process.off('exit', end))
  const output: Buffer[] = []
  builder.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  builder.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  return new Promise((resolve, reject) => {
    builder.on('error', reject)
    builder.on('exit', (code, signal) =>
      code === 0
        ? resolve()
        : reject(
            new BuildError(t('pages.failed', { output: `${Buffer.concat(output)}${explainSignal(signal)}` })),
          ),
    )
  })
}

/** Says what to do about a builder that crashed or was killed, and so printed no reason; '' for none. */
export function explainSignal(signal: NodeJS.Signals | null): string {
  if (signal === null) return ''
  return signal === 'SIGKILL' ? t('pages.killed') : t('pages.crashed', { signal })
}

async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const input of INPUTS) {
    for (const file of await filesBelow(path.join(root, input))) {
      hash
        .update(path.relative(root, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

async function filesBelow(target: string): Promise<string[]> {
  const entries = await readdir(target, { withFileTypes: true, recursive: true }).catch(() => null)
  if (entries === null) return existsSync(target) ? [target] : []
  return entries
    .filter((entry) => entry.isFile() && !/\.i?test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

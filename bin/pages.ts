import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const STAMP = path.join(ROOT, '.next', 'furrow-build')
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

/** True if the built pages are missing or older than what they are built from. */
export async function isBuildNeeded(): Promise<boolean> {
  if (!existsSync(path.join(ROOT, '.next', 'BUILD_ID'))) return true
  const stamp = await readFile(STAMP, 'utf8').catch(() => null)
  return stamp !== (await fingerprint())
}

/** Builds the pages. Throws with the builder's own output when it fails. */
export async function build(): Promise<void> {
  const before = await fingerprint()
  await runBuilder()
  await writeFile(STAMP, before)
}

function runBuilder(): Promise<void> {
  const builder = spawn(process.execPath, [path.join(ROOT, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  builder.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  builder.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  return new Promise((resolve, reject) => {
    builder.on('error', reject)
    builder.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The pages could not be built:\n${Buffer.concat(output)}`)),
    )
  })
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const input of INPUTS) {
    for (const file of await filesBelow(path.join(ROOT, input))) {
      hash
        .update(path.relative(ROOT, file))
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

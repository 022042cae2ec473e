import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect } from 'vitest'
import { inherited, UNSET } from './environment.ts'

const BIN = path.join(import.meta.dirname, '..')
/** Run by root, drops capabilities: `all` bypasses file permissions, `sys_ptrace` shows others' processes. */
const without = (right: string) => ['setpriv', `--bounding-set=-${right}`, `--inh-caps=-${right}`]

export type Run = { process: ChildProcess; output: () => string; ended: Promise<number | null> }

/**
 * Runs bin/start.ts as a process, as `npm start` does. With `hasRights: false`, file permissions apply even
 * to root; `lacks` names a capability that root lacks,
 * and `script` another command of bin.
 */
export function startFurrow(
  environment: Readonly<Record<string, string>>,
  {
    hasRights = true,
    lacks = hasRights ? null : 'all',
    script = 'start.ts',
    args = [] as readonly string[],
  }: { hasRights?: boolean; lacks?: string | null; script?: string; args?: readonly string[] } = {},
): Run {
  const [program = '', ...words] = [
    ...(lacks === null || process.getuid?.() !== 0 ? [] : without(lacks)),
    ...[process.execPath, '--conditions=react-server', path.join(BIN, script), ...args],
  ]
  const child = spawn(program, words, {
    env: {
      ...inherited(),
      ...('FURROW_ENV_FOLDER' in environment ? {} : UNSET),
      ROLE: 'worker',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { process: child, output: () => text, ended }
}

/**
 * Waits up to 50 s until a start has printed `words`; fails as soon as the start ends without printing them.
 */
export async function said(run: Run, words: string): Promise<void> {
  const early = run.ended.then((code) => {
    throw new Error(`It ended (${code}) before it said "${words}":\n${run.output()}`)
  })
  const printed = expect.poll(run.output, { interval: 100 }).toContain(words)
  early.catch(() => {})
  await Promise.race([printed, early])
}

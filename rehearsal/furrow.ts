import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { inherited, UNSET } from '#bin/testing/environment.ts'
import { until } from './waiting.ts'

const BIN = path.resolve(import.meta.dirname, '../bin')

export type Environment = Record<string, string>

type Running = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

/** Starts a command of `bin/` with only the given variables in its environment. */
function run(command: string, args: readonly string[], environment: Environment): Running {
  const child = spawn(process.execPath, ['--conditions=react-server', path.join(BIN, command), ...args], {
    // Set as under npm, so that a start watches its parent and ends with the rehearsal even if the rehearsal
    // is killed.
    env: { ...inherited(), ...UNSET, npm_lifecycle_event: 'start', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk
    })
  return { child, output: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) }
}

/** Runs a command until it exits; returns its exit code and its output. */
export async function runCommand(
  command: 'backup.ts' | 'restore.ts' | 'audit-verify.ts' | 'people.ts',
  args: readonly string[],
  environment: Environment,
): Promise<{ code: number | null; output: string }> {
  const running = run(command, args, environment)
  const code = await running.ended
  return { code, output: running.output() }
}

export type Furrow = {
  /** URL of the web server; null if only a worker runs. */
  url: string | null
  output: () => string
  /** Stops Furrow with SIGTERM; throws unless its exit code is 0. */
  stop(): Promise<void>
  /** Kills Furrow with SIGKILL, like a crash. */
  kill(): Promise<void>
}

/**
 * Runs `npm start` with these variables and waits until all its roles are up. Throws an error with the output
 * if the start fails.
 */
export async function startFurrow(environment: Environment): Promise<Furrow> {
  const running = run('start.ts', [], environment)
  const { ROLE = 'all', PORT = '' } = environment
  const isUp = () => {
    if (running.child.exitCode !== null) throw new Error(`npm start ended:\n${running.output()}`)
    const isWebUp = ROLE === 'worker' || running.output().includes('(stop with Ctrl-C)')
    return isWebUp && (ROLE === 'web' || running.output().includes('reading the sources'))
  }
  await until('npm start is up', async () => isUp()).catch((error: unknown) => {
    running.child.kill('SIGTERM')
    throw new Error(`npm start is not up:\n${running.output()}`, { cause: error })
  })
  return {
    url: ROLE === 'worker' ? null : `http://127.0.0.1:${PORT}`,
    output: running.output,
    stop: async () => {
      running.child.kill('SIGTERM')
      const code = await running.ended
      if (code !== 0) throw new Error(`npm start ended with ${code}:\n${running.output()}`)
    },
    kill: async () => {
      running.child.kill('SIGKILL')
      await running.ended
    },
  }
}

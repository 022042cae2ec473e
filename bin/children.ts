import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ExplainedError } from '#lib/errors.ts'
import { say } from './say.ts'

const STOP_TIMEOUT_MS = 25_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Without it the worker's young generation grows with the first reading and is kept: with two arenas instead of eight a core,
 * 217 MB instead of 368 after it, at the same speed.
 */
const LEAN = ['--max-semi-space-size=4']

const QUICK = `--import=${pathToFileURL(path.join(import.meta.dirname, 'quick-resolve.ts'))}`

/** A part of Furrow ended before it was up; it has said why. */
export class ChildError extends ExplainedError {
  override name = 'ChildError'
}

type Message = { type: string; [key: string]: unknown }

export type Child = {
  /** Resolves with the first message of this type; rejects if the process ends before. */
  ready: Promise<Message>
  stop(): Promise<void>
}

export type ChildOptions = {
  /** File in bin/. */
  file: string
  environment: Record<string, string>
  /** Message that says the process is up. */
  readyType: string
  /** Run with the condition under which `server-only` files load outside Next. */
  isServerCode: boolean
  onMessage?: (message: Message) => void
}

/** Set once this process was asked to end: from then on no child is started again. */
let isEnding = false

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/**
 * Runs a command of bin/ as a child that ends with this process, and starts it again, with growing pauses, if it dies
 * after it was ready. The channel between the two is also the sign of life: the child ends when it breaks.
 */
export function runChild(options: ChildOptions): Child {
  let isStopping = false
  let failures = 0
  let child: ChildProcess
  let restart: NodeJS.Timeout | undefined

  const launch = () =>
    new Promise<Message>((resolve, reject) => {
      child = fork(path.join(import.meta.dirname, options.file), {
        execArgv: options.isServerCode ? ['--conditions=react-server', QUICK, ...LEAN] : [],
        env: { MALLOC_ARENA_MAX: '2', ...process.env, ...options.environment },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      let isReady = false
      child.on('message', (message) => {
        if (!isMessage(message)) return
        if (message.type === options.readyType && !isReady) {
          isReady = true
          failures = 0
          resolve(message)
        }
        options.onMessage?.(message)
      })
      child.on('error', reject)
      child.on('exit', (code, signal) => {
        if (isStopping) return
        const how = signal ?? `exit code ${code}`
        if (!isReady && failures === 0)
          return reject(new ChildError(`${options.file} ended at its start (${how}).`))
        launchLater(`ended (${how})`)
      })
    })

  const launchLater = (why: string) => {
    if (isStopping) return
    failures += 1
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures)
    restart = setTimeout(() => {
      // Ctrl-C reaches the whole group: a child may have ended before its parent was asked to.
      if (isEnding) return
      say(`${options.file} ${why}; starting it again`)
      // The system refuses while it is short of memory or processes, and then there is no process that could end.
      launch().catch((error: unknown) => launchLater(`could not be started (${String(error)})`))
    }, pauseMs)
  }

  const ready = launch()
  const stop = async () => {
    isStopping = true
    clearTimeout(restart)
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(timer)
  }
  return { ready, stop }
}

/** Calls `stop` once when the person (Ctrl-C), the system (SIGTERM) or the parent (its channel breaks) wants an end. */
export function onStop(stop: (reason: string) => void): void {
  let isCalled = false
  const once = (reason: string) => {
    if (isCalled) return
    isCalled = true
    isEnding = true
    stop(reason)
  }
  process.on('SIGINT', () => once('SIGINT'))
  process.on('SIGTERM', () => once('SIGTERM'))
  process.on('SIGHUP', () => once('SIGHUP'))
  process.on('disconnect', () => once('the parent ended'))
}

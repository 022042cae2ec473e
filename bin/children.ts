import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ExplainedError } from '#lib/errors.ts'
import { say } from './say.ts'

const STOP_TIMEOUT_MS = 25_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Caps V8's young generation, which otherwise grows during the first sync and stays large. Together with two
 * malloc arenas instead of eight per core, the worker uses 217 MB instead of 368 MB after the first sync, at
 * the same speed.
 */
const LEAN = ['--max-semi-space-size=4']

const QUICK = `--import=${pathToFileURL(path.join(import.meta.dirname, 'quick-resolve.ts'))}`

type Message = { type: string; [key: string]: unknown }

export type Child = {
  /**
   * Resolves with the first message of type `readyType`; rejects if the process ends before sending that
   * message.
   */
  ready: Promise<Message>
  stop(): Promise<void>
}

export type ChildOptions = {
  /** File name in `bin/`. */
  file: string
  environment: Record<string, string>
  /** Type of the message by which the child reports that the process is ready. */
  readyType: string
  /** Runs the child with `--conditions=react-server`, under which `server-only` files load outside Next. */
  isServerCode: boolean
  onMessage?: (message: Message) => void
}

/** Set once this process was asked to stop; from then on no child is restarted. */
let isEnding = false

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/**
 * Runs a command of `bin/` as a child process that ends with this process, and restarts the child with
 * exponential backoff (1 s, doubling up to 30 s) if the child dies after it was ready. The IPC channel
 * doubles as a liveness signal: the child ends when the channel breaks.
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
          return reject(new ExplainedError(`${options.file} exited during its start (${how}).`))
        launchLater(`exited (${how})`)
      })
    })

  const launchLater = (why: string) => {
    if (isStopping) return
    failures += 1
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures)
    restart = setTimeout(() => {
      // Ctrl-C reaches the whole process group, so a child may have ended before its parent was asked to
      // stop.
      if (isEnding) return
      say(`${options.file} ${why}; restarting it`)
      // The system refuses to start a process while memory or process slots run out. Without a process there
      // is no `exit` event, so this handler schedules the next attempt.
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

/**
 * Calls `stop` once, with the reason, when the user (Ctrl-C), the system (SIGTERM, SIGHUP) or the parent (its
 * channel breaks) asks this process to stop.
 */
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

/** Closes what a command has opened when the command is stopped, and ends it with 130. */
export function closeOnStop(close: () => Promise<void>): void {
  onStop(() => void close().finally(() => process.exit(130)))
}

import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { isAskedToStop } from './on-stop.ts'
import { say } from './say.ts'

const t = commandWords('start')

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

  const { file } = options
  const earlyEnd = (code: number | null, signal: string | null) =>
    signal === null
      ? t('child.no-start-code', { file, code: String(code) })
      : t('child.no-start-signal', { file, signal })
  const laterEnd = (code: number | null, signal: string | null) =>
    signal === null
      ? t('child.again-code', { file, code: String(code) })
      : t('child.again-signal', { file, signal })

  const launch = () =>
    new Promise<Message>((resolve, reject) => {
      child = fork(path.join(import.meta.dirname, file), {
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
        if (!isReady && failures === 0) return reject(new ExplainedError(earlyEnd(code, signal)))
        launchLater(laterEnd(code, signal))
      })
    })

  const launchLater = (line: string) => {
    if (isStopping) return
    failures += 1
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures)
    restart = setTimeout(() => {
      // Ctrl-C reaches the whole process group, so a child may have ended before its parent was asked to
      // stop.
      if (isAskedToStop()) return
      say(line)
      // The system refuses to start a process while memory or process slots run out. Without a process there
      // is no `exit` event, so this handler schedules the next attempt.
      launch().catch((error: unknown) => launchLater(t('child.again-failed', { file, error: String(error) })))
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

import { apiPaths } from '#lib/paths.ts'
import { send } from './fetch-json.ts'

const LONGEST_PAUSE_S = 30
const ANSWER_TIMEOUT_MS = 10_000

/** Progress of the wait: seconds until the next attempt, an attempt in progress, offline, or ready. */
export type Waiting =
  | { step: 'pause'; seconds: number }
  | { step: 'try' }
  | { step: 'offline' }
  | { step: 'ready' }

type WaitOptions = {
  firstPauseSeconds: number
  onChange: (waiting: Waiting) => void
  /** Called once, when the server is ready. */
  onReady: () => void
  /** Whether the server is ready; a rejection counts as not ready. */
  ask?: () => Promise<boolean>
  /** A number between 0 and 1 that spreads the attempts of many pages. */
  random?: () => number
}

/**
 * Polls the server until it is ready, with pauses that double up to half a minute. While the page is hidden
 * or the device is offline, polling stops. The next attempt starts as soon as the page is visible and online.
 */
export function waitForServer(options: WaitOptions): { tryNow: () => void; stop: () => void } {
  const { firstPauseSeconds, onChange, onReady, ask = isServerReady, random = Math.random } = options
  let tries = 0
  let isTrying = false
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const wait = (seconds: number) => {
    onChange({ step: 'pause', seconds })
    timer = setTimeout(() => (seconds > 1 ? wait(seconds - 1) : tryNow()), 1_000)
  }
  const pause = () => {
    if (!navigator.onLine) return onChange({ step: 'offline' })
    if (document.visibilityState !== 'visible') return
    const seconds = Math.min(LONGEST_PAUSE_S, firstPauseSeconds * 2 ** tries) * (0.75 + random() / 2)
    wait(Math.max(1, Math.round(seconds)))
  }
  const attempt = async () => {
    isTrying = true
    onChange({ step: 'try' })
    const isReady = await ask().catch(() => false)
    isTrying = false
    if (isOver) return
    tries += 1
    if (!isReady) return pause()
    stop()
    onChange({ step: 'ready' })
    onReady()
  }
  const tryNow = () => {
    clearTimeout(timer)
    if (!isTrying && !isOver) void attempt()
  }
  const look = () => {
    clearTimeout(timer)
    if (isTrying) return
    if (navigator.onLine && document.visibilityState === 'visible') tryNow()
    else pause()
  }
  const stop = () => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
    for (const name of ['online', 'offline']) window.removeEventListener(name, look)
  }
  document.addEventListener('visibilitychange', look)
  for (const name of ['online', 'offline']) window.addEventListener(name, look)
  pause()
  return { tryNow, stop }
}

async function isServerReady(): Promise<boolean> {
  return (await send(apiPaths.ready, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })).ok
}

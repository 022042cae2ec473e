/** Set once this process was asked to stop. */
let isEnding = false

/** True once this process was asked to stop; from then on no child is restarted. */
export function isAskedToStop(): boolean {
  return isEnding
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
  process.on('disconnect', () => once('disconnect'))
}

/** Closes what a command has opened when the command is stopped, and ends it with 130. */
export function closeOnStop(close: () => Promise<void>): void {
  onStop(() => void close().finally(() => process.exit(130)))
}

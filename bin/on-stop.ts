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

/**
 * Awaits what a command opens. When the command is stopped, even before that is open, it is closed and the command ends
 * with 130.
 */
export function closedOnStop<Opened extends { close: () => Promise<void> }>(
  opening: Promise<Opened>,
): Promise<Opened> {
  const close = () => opening.then((opened) => opened.close())
  onStop(() => void close().finally(() => process.exit(130)))
  return opening
}

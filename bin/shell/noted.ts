/** What the log says of a refusal: only words of our own, never what the sender wrote. */
export type RefusalLine = {
  requestId: string
  /** As node read it, which knows a closed list; null where there was no readable request. */
  method: string | null
  /** None saw the request. */
  route: null
  code: string
  status: number
  /** How many more of this kind the last minute had; the rest of the line is of the latest. */
  count?: number
}
export type WriteLine = (line: RefusalLine) => void

const WINDOW_MS = 60_000

/**
 * Tells the log of refusals: the first of a kind at once, those that follow within a minute together at its end. There are
 * as many kinds as the shell has codes, so that no flood fills a disk.
 */
export function createNoted(write: WriteLine, windowMs = WINDOW_MS) {
  const counted = new Map<string, { count: number; last: RefusalLine }>()
  const end = (code: string) => {
    const { count, last } = counted.get(code) ?? { count: 0, last: null }
    counted.delete(code)
    if (last !== null && count > 0) write({ ...last, count })
  }
  return {
    /** Notes one refusal. */
    note(line: RefusalLine): void {
      const known = counted.get(line.code)
      if (known) {
        known.count += 1
        known.last = line
        return
      }
      counted.set(line.code, { count: 0, last: line })
      setTimeout(end, windowMs, line.code).unref()
      write(line)
    },
    /** Tells at once what is still counted: the process ends. */
    flush(): void {
      for (const code of [...counted.keys()]) end(code)
    },
  }
}

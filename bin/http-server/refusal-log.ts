/** Log line of a refusal: only Furrow's own words, never text from the sender. */
export type RefusalLine = {
  requestId: string
  /** Method as parsed by Node, which accepts a closed list; null without a readable request. */
  method: string | null
  /** Always null, because no route saw the request. */
  route: null
  code: string
  status: number
  /** How many more refusals of this code the last minute had; the rest of the line describes the latest. */
  count?: number
}
export type WriteLine = (line: RefusalLine) => void

const WINDOW_MS = 60_000

/**
 * Logs refusals with a limit: the first of a code at once, further ones within `windowMs` (one minute) as one
 * line with their count at its end. The server has a fixed set of codes, so no flood of requests can fill a
 * disk.
 */
export function createRefusalLog(write: WriteLine, windowMs = WINDOW_MS) {
  const counted = new Map<string, { count: number; last: RefusalLine }>()
  const end = (code: string) => {
    const { count, last } = counted.get(code) ?? { count: 0, last: null }
    counted.delete(code)
    if (last !== null && count > 0) write({ ...last, count })
  }
  return {
    /** Records one refusal. */
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
    /** Writes the pending counts at once, before the process ends. */
    flush(): void {
      for (const code of [...counted.keys()]) end(code)
    },
  }
}

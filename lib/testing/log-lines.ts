import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { processWide } from '#lib/server/config/process-wide.ts'
import { createLogger } from '#lib/server/log/logger.ts'

type Line = { level: string; msg: string } & Record<string, unknown>

/**
 * Collects what this process logs until the end of the test.
 * @returns the lines so far, in order.
 */
export function logLines(): Line[] {
  const lines: Line[] = []
  const into = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const shared = processWide<ReturnType<typeof createLogger>>('furrowLogger')
  const former = shared.value
  shared.value = createLogger(into, {})
  onTestFinished(() => {
    shared.value = former
  })
  return lines
}

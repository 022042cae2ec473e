import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { createLogger } from '#lib/server/log/logger.ts'

type Line = { level: string; msg: string } & Record<string, unknown>

/** Gathers what this process logs until the end of the test. @returns the lines so far, in order */
export function logLines(): Line[] {
  const lines: Line[] = []
  const into = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const shared = globalThis as typeof globalThis & {
    furrowLogger?: ReturnType<typeof createLogger> | undefined
  }
  const { furrowLogger } = shared
  shared.furrowLogger = createLogger(into, {})
  onTestFinished(() => {
    shared.furrowLogger = furrowLogger
  })
  return lines
}

import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from './logger.ts'
import { createStateLog } from './state-log.ts'

let lines: { level: string; msg: string; lasted?: string; times?: number; code?: string }[]
const makeState = () => {
  const log = createLogger(
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(JSON.parse(String(chunk)))
        done()
      },
    }),
  )
  return createStateLog({ entered: 'the shed is shut', left: 'the shed is open again' }, { log: () => log })
}

beforeEach(() => {
  lines = []
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => void vi.useRealTimers())

test('logs a state once when it begins and once when it ends, with its duration', () => {
  const state = makeState()
  state.leave()
  expect(lines).toEqual([])
  state.enter({ code: 'locked' })
  vi.advanceTimersByTime(90_000)
  state.enter({ code: 'locked' })
  state.leave()
  state.leave()
  expect(lines).toMatchObject([
    { level: 'error', msg: 'the shed is shut', code: 'locked' },
    { level: 'info', msg: 'the shed is open again', times: 2 },
  ])
  expect(lines[1]?.lasted).toMatch(/^(90 s|1 min|2 min)/)
})

test('logs a lasting state every ten minutes, and counts its duration from the beginning', () => {
  const state = makeState()
  for (let minute = 0; minute <= 21; minute += 1) {
    state.enter()
    vi.advanceTimersByTime(60_000)
  }
  state.leave()
  expect(lines.map(({ msg }) => msg)).toEqual([
    ...Array(3).fill('the shed is shut'),
    'the shed is open again',
  ])
  expect(lines.at(-1)).toMatchObject({ times: 22, lasted: expect.stringMatching(/22 min/) })
})

test('logs a state again when it returns', () => {
  const state = makeState()
  for (let round = 0; round < 2; round += 1) {
    state.enter()
    state.leave()
  }
  expect(lines).toHaveLength(4)
})

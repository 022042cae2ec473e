import { beforeEach, expect, test, vi } from 'vitest'
import { correctServerClock, inDeviceTime, serverNow, setServerClock } from './server-clock.ts'

const DAY_MS = 86_400_000

beforeEach(() => {
  vi.stubGlobal('PerformanceNavigationTiming', class {})
})

test.each([
  ['nine days ahead', 9 * DAY_MS],
  ['three hours behind', -3 * 3_600_000],
  ['right', 0],
])('a device whose clock is %s tells the server’s time', (_name, ahead) => {
  const server = Date.now() - ahead
  setServerClock(server)
  expect(Math.abs(serverNow() - server)).toBeLessThan(1000)
  expect(Math.abs(inDeviceTime(server) - Date.now())).toBeLessThan(1000)
})

test('an answer that was sent later moves the clock forward, and a few seconds do not', () => {
  setServerClock(Date.now())
  correctServerClock(new Date(Date.now() + 5000).toUTCString())
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1000)
  correctServerClock(new Date(Date.now() + 3_600_000).toUTCString())
  expect(serverNow() - Date.now()).toBeGreaterThan(3_590_000)
})

test('an answer from a cache, one without a date and one with an unreadable date change nothing', () => {
  setServerClock(Date.now())
  for (const date of [new Date(Date.now() - DAY_MS).toUTCString(), null, 'yesterday'])
    correctServerClock(date)
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1000)
})

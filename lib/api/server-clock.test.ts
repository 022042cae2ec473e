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
])('shows the server’s time on a device whose clock is %s', (_name, ahead) => {
  const server = Date.now() - ahead
  setServerClock(server)
  expect(Math.abs(serverNow() - server)).toBeLessThan(1000)
  expect(Math.abs(inDeviceTime(server) - Date.now())).toBeLessThan(1000)
})

test('moves the clock forward for a later response, but not by a few seconds', () => {
  setServerClock(Date.now())
  correctServerClock(new Date(Date.now() + 5000).toUTCString())
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1000)
  correctServerClock(new Date(Date.now() + 3_600_000).toUTCString())
  expect(serverNow() - Date.now()).toBeGreaterThan(3_590_000)
})

test('ignores responses from a cache, without a date or with an unreadable date', () => {
  setServerClock(Date.now())
  for (const date of [new Date(Date.now() - DAY_MS).toUTCString(), null, 'yesterday'])
    correctServerClock(date)
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1000)
})

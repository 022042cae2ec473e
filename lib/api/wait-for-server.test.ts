import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Waiting, waitForServer } from './wait-for-server.ts'

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const device = { onLine: true }

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('navigator', device)
})
afterEach(() => {
  page.visibilityState = 'visible'
  device.onLine = true
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function start({ random = 0.5, firstPauseSeconds = 2 } = {}) {
  const seen: Waiting[] = []
  const asked: number[] = []
  const server = { isReady: false }
  const onReady = vi.fn()
  const begun = Date.now()
  const ask = async () => {
    asked.push(Math.round((Date.now() - begun) / 1_000))
    return server.isReady
  }
  const onChange = (waiting: Waiting) => void seen.push(waiting)
  const wait = waitForServer({ firstPauseSeconds, onChange, onReady, ask, random: () => random })
  return { wait, seen, asked, server, onReady }
}

test('doubles the pauses up to half a minute and reports each second', async () => {
  const { asked, seen, wait } = start()
  await vi.advanceTimersByTimeAsync(122_000)
  expect(asked).toEqual([2, 6, 14, 30, 60, 90, 120])
  expect(seen.slice(0, 4)).toEqual([
    { step: 'pause', seconds: 2 },
    { step: 'pause', seconds: 1 },
    { step: 'try' },
    { step: 'pause', seconds: 4 },
  ])
  wait.stop()
})

test('spreads the attempts of several waiting pages', async () => {
  const early = start({ random: 0, firstPauseSeconds: 8 })
  const late = start({ random: 1, firstPauseSeconds: 8 })
  await vi.advanceTimersByTimeAsync(11_000)
  expect([early.asked, late.asked]).toEqual([[6], [10]])
  early.wait.stop()
  late.wait.stop()
})

test('reports a ready server once and stops asking', async () => {
  const { asked, seen, server, onReady } = start()
  await vi.advanceTimersByTimeAsync(3_000)
  server.isReady = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([2, 6])
  expect(seen.at(-1)).toEqual({ step: 'ready' })
  expect(onReady).toHaveBeenCalledTimes(1)
})

test('asks nothing while the page is hidden, and at once when the page is visible again', async () => {
  const { asked, wait } = start()
  page.visibilityState = 'hidden'
  page.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([])
  page.visibilityState = 'visible'
  page.dispatchEvent(new Event('visibilitychange'))
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual([60])
  wait.stop()
})

test('asks nothing while offline, tells the person why, and resumes with the connection', async () => {
  const { asked, seen, wait } = start()
  device.onLine = false
  window.dispatchEvent(new Event('offline'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([asked, seen.at(-1)]).toEqual([[], { step: 'offline' }])
  device.onLine = true
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual([60])
  wait.stop()
})

test('keeps a single series of attempts when the person retries by hand', async () => {
  const { asked, wait } = start()
  wait.tryNow()
  wait.tryNow()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toEqual([0, 4])
  wait.stop()
  wait.tryNow()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([0, 4])
})

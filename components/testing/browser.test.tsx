import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.useRealTimers()
})

test('a test that fakes the timers does not stop the frames of later tests', async () => {
  vi.useFakeTimers()
  const field = document.createElement('input')
  document.body.append(field)
  field.focus()
  // jsdom asks for a frame here, to move the focus away from what is gone.
  field.remove()
  vi.useRealTimers()
  expect(await new Promise((resolve) => requestAnimationFrame(resolve))).toBeGreaterThan(0)
})

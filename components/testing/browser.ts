import { onlineManager } from '@tanstack/react-query'
import { act, cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
// Parts load these when they are first shown. Loaded before the tests, they take none of a test's time.
import '#components/charts/chart-plot.tsx'
import '#components/detail/detail-pane.tsx'
import '#components/filters/filter-editor.tsx'
import '#components/filters/filter-sheet.tsx'
import '#components/ui/popover-popup.tsx'
import '#components/ui/sheet.tsx'
import '#components/ui/tooltip-popup.tsx'
import { visit } from './address.ts'

// What jsdom lacks of a browser. Loaded before every test of the project `screens`.

// A busy machine takes its time.
configure({ asyncUtilTimeout: 30_000 })

// React then expects every change of a test's page inside `act`, as the testing library does it.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let screenWidth = 1440
const mediaListeners = new Set<() => void>()

/** Matches a media query of the form `(width < 768px)` against the width of the test's screen. */
function matchMedia(query: string) {
  const limit = Number(/^\(width < (\d+)px\)$/.exec(query)?.[1] ?? 0)
  return {
    get matches() {
      return screenWidth < limit
    },
    addEventListener: (_type: string, listener: () => void) => mediaListeners.add(listener),
    removeEventListener: (_type: string, listener: () => void) => mediaListeners.delete(listener),
  }
}

/** Sets the width of the screen in px; the default of every test is 1440. */
export function setScreenWidth(width: number): void {
  screenWidth = width
  act(() => {
    for (const listener of mediaListeners) listener()
  })
}

const sizeObservers = new Set<() => void>()

class TestResizeObserver {
  readonly #tell: () => void
  constructor(callback: ResizeObserverCallback) {
    this.#tell = () => callback([], this)
  }
  observe() {
    sizeObservers.add(this.#tell)
  }
  unobserve() {}
  disconnect() {
    sizeObservers.delete(this.#tell)
  }
}

/** Sets the connection of the device, and tells the page. */
export function setOnline(isOnline: boolean): void {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline)
  act(() => onlineManager.setOnline(isOnline))
}

const complain = console.error
// jsdom does not know this element yet.
console.error = (...texts) => texts[1] === 'search' || complain(...texts)

// jsdom opens no other page.
window.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('a')) event.preventDefault()
})

beforeEach(() => {
  vi.stubGlobal('matchMedia', matchMedia)
  vi.stubGlobal('ResizeObserver', TestResizeObserver)
  // Nothing is an instance of it: the page was not navigated to.
  vi.stubGlobal('PerformanceNavigationTiming', class {})
  HTMLElement.prototype.scrollIntoView = () => {}
  visit('/list')
})

afterEach(() => {
  cleanup()
  // Libraries leave elements behind, such as a box to measure text in.
  document.body.replaceChildren()
  if (!onlineManager.isOnline()) setOnline(true)
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  screenWidth = 1440
})

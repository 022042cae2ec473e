import type { ComponentType } from 'react'

/** A page that has only just been loaded anew would not be helped by doing it again. */
const RELOAD_GAP_MS = 60_000

/**
 * What becomes of code that could not be fetched: offline it is fetched once the connection is back; else a newer build is
 * taken to have replaced it and the page is loaded anew, once. Out: what to draw. Throws `error` where that did not help.
 */
export async function loadAgain<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  error: unknown,
): Promise<ComponentType<Props>> {
  if (!navigator.onLine) {
    await new Promise((resolve) => window.addEventListener('online', resolve, { once: true }))
    const loaded = await load().catch(() => null)
    if (loaded) return loaded
  }
  const [navigation] = performance.getEntriesByType('navigation')
  const isReloaded = navigation instanceof PerformanceNavigationTiming && navigation.type === 'reload'
  if (isReloaded && performance.now() < RELOAD_GAP_MS) throw error
  window.location.reload()
  return Reloading
}

function Reloading() {
  return (
    <p role="status" className="fixed inset-x-0 top-0 z-50 bg-accent px-4 py-2 text-center text-on-accent">
      Updated. Reloading…
    </p>
  )
}

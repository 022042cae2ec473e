import type { ComponentType } from 'react'

/** A page that reloaded less than this long ago is not reloaded again, because that would not help. */
const RELOAD_GAP_MS = 60_000

/**
 * Recovers from a failed code load. Offline, it loads again once the connection is back. Otherwise it assumes
 * that a newer build replaced the code, and reloads the page once.
 * @returns the component to render.
 * @throws `error` when a reload did not help.
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

import {
  type ComponentType,
  createElement,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useSyncExternalStore,
} from 'react'
import { useWords } from './words.tsx'

const neverChanges = () => () => {}

/**
 * Creates a component whose code loads when it is first rendered; `fallback` is shown until then, and on the
 * server.
 * Rendering the component on the server would show buttons before they work, and React would discard the
 * whole subtree as soon as anything above it changes. If the code cannot be loaded because a newer build is
 * now served, the page reloads.
 * Uses React's own `lazy`, because the framework's adds 2 KiB to the first load of every list.
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): ComponentType<Props> {
  const Loaded = lazy(async () => ({
    default: await load().catch((error: unknown) => loadAgain(load, error)),
  }))
  return function LazyComponent(props) {
    const isInBrowser = useSyncExternalStore(
      neverChanges,
      () => true,
      () => false,
    )
    if (!isInBrowser) return fallback
    return <Suspense fallback={fallback}>{createElement<Props>(Loaded, props)}</Suspense>
  }
}

/** Loads a component's code ahead of time, as soon as it is clear that the component will be rendered. */
export function usePreload(load: () => Promise<unknown>, isWanted: boolean): void {
  useEffect(() => {
    // The component itself reports a failed load.
    if (isWanted) load().catch(() => {})
  }, [load, isWanted])
}

/** A page that reloaded less than this long ago is not reloaded again, because that would not help. */
const RELOAD_GAP_MS = 60_000

/**
 * Recovers from a failed code load. Offline, it loads again once the connection is back. Otherwise it assumes
 * that a newer build replaced the code, and reloads the page once.
 * @returns the component to render.
 * @throws `error` when a reload did not help.
 */
async function loadAgain<Props extends object>(
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
  const t = useWords('ui')
  return (
    <p role="status" className="fixed inset-x-0 top-0 z-50 bg-accent px-4 py-2 text-center text-on-accent">
      {t('reloading')}
    </p>
  )
}

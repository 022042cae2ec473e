import {
  type ComponentType,
  createElement,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useSyncExternalStore,
} from 'react'
import { loadAgain } from './load-again.tsx'

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

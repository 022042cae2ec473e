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
 * A component whose code is fetched when it is first drawn; `fallback` stands in for it until then, and on the server. Were
 * it drawn there, its buttons would be seen before they work, and React would throw the whole part away as soon as anything
 * above it changes. Code that cannot be had because a newer build is served meanwhile makes the page load anew. React's
 * own `lazy`: the framework's costs the first view of every list 2 KiB more.
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

/** Fetches code ahead of the component that needs it, as soon as it is clear that it will be drawn. */
export function usePreload(load: () => Promise<unknown>, isWanted: boolean): void {
  useEffect(() => {
    // The component itself says so if its code cannot be had.
    if (isWanted) load().catch(() => {})
  }, [load, isWanted])
}

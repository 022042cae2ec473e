import { type ComponentType, createElement, lazy, type ReactNode, Suspense } from 'react'
import { loadAgain } from './load-again.tsx'

/**
 * A component whose code is fetched when it is first drawn; `fallback` stands in for it until then. Code that cannot be had
 * because a newer build is served meanwhile makes the page load anew. React's own `lazy`: the framework's costs the first
 * view of every list 2 KiB more.
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): ComponentType<Props> {
  const Loaded = lazy(async () => ({
    default: await load().catch((error: unknown) => loadAgain(load, error)),
  }))
  return (props) => <Suspense fallback={fallback}>{createElement<Props>(Loaded, props)}</Suspense>
}

'use client'

import { lazyComponent } from '#components/ui/lazy-component.tsx'

/** The button that requests a refresh, which no page needs at first. */
export const LazyRefreshButton = lazyComponent(
  () => import('./refresh-button.tsx').then((module) => module.RefreshButton),
  <span className="size-8" />,
)

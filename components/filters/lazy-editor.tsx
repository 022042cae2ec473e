'use client'

import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The filter editor with its calendar and lists, loaded on first use. */
export const LazyFilterEditor = lazyComponent(
  () => import('./filter-editor.tsx').then((module) => module.FilterEditor),
  <Skeleton className="m-4 w-48" />,
)

'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The filter editor with its calendar and lists, fetched when first wanted. */
export const LazyFilterEditor = dynamic(
  () => import('./filter-editor.tsx').then((module) => module.FilterEditor),
  { ssr: false, loading: () => <Skeleton className="m-4 w-48" /> },
)

'use client'

import { type DehydratedState, HydrationBoundary } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { inDeviceTime } from '#lib/api/server-clock.ts'

type HydratedProps = { state: DehydratedState; children: ReactNode }

/**
 * Hands answers that the server read for this page to the query cache. The cache compares when answers came by the device's
 * clock, and the server noted it by its own: on a device that is behind, its answers would pass for the newest for hours.
 */
export function Hydrated({ state, children }: HydratedProps) {
  const dated = useMemo(() => ({ ...state, queries: state.queries.map(inDeviceDate) }), [state])
  return <HydrationBoundary state={dated}>{children}</HydrationBoundary>
}

type Query = DehydratedState['queries'][number]

function inDeviceDate({ state, dehydratedAt, ...query }: Query): Query {
  const dataUpdatedAt = inDeviceTime(state.dataUpdatedAt)
  return { ...query, dehydratedAt: inDeviceTime(dehydratedAt), state: { ...state, dataUpdatedAt } }
}

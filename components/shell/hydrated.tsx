'use client'

import { type DehydratedState, HydrationBoundary } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { inDeviceTime } from '#lib/api/server-clock.ts'

type HydratedProps = { state: DehydratedState; children: ReactNode }

/**
 * Passes responses that the server read for this page to the query cache, with their times converted to the
 * device's clock. The cache compares times by the device's clock: without the conversion, a device whose
 * clock is behind would treat the server's responses as the newest for hours.
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

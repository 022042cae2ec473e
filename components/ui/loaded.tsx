import type { ReactNode } from 'react'
import { QueryError } from './error-state.tsx'

type LoadedProps<Data> = {
  query: { data: Data | undefined; error: unknown; isFetching: boolean; refetch: () => unknown }
  /** Says that the data could not be loaded. */
  failure: string
  /** Shown until the first response. */
  pending: ReactNode
  children: (data: Data) => ReactNode
}

/** Renders the data of a query, or its failure with a retry button if there is no data. */
export function Loaded<Data>({ query, failure, pending, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  return query.error ? <QueryError what={failure} query={query} /> : pending
}

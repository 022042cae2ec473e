import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { adminApi } from './paths.ts'
import type { AccessRequests, Integrations, KnownFundingSources, People, PersonSessions } from './schema.ts'

const POLL_MS = 30_000

/** First part of every admin query key. Each admin action invalidates everything under this key. */
export const ADMIN_KEY = 'admin'

/** Queries of the admin screens. */
export const adminQueries = {
  /** People and invitations, refetched every 30 s while the screen is visible. */
  people: () =>
    queryOptions({
      queryKey: [ADMIN_KEY, 'people'],
      queryFn: ({ signal }) => fetchJson<People>(adminApi.people, { signal }),
      refetchInterval: POLL_MS,
    }),
  /** The open sessions of one person. */
  sessions: (id: string) =>
    queryOptions({
      queryKey: [ADMIN_KEY, 'sessions', id],
      queryFn: ({ signal }) => fetchJson<PersonSessions>(adminApi.sessions(id), { signal }),
    }),
  /** Access requests, open ones first. */
  requests: () =>
    queryOptions({
      queryKey: [ADMIN_KEY, 'requests'],
      queryFn: ({ signal }) => fetchJson<AccessRequests>(adminApi.requests, { signal }),
      refetchInterval: POLL_MS,
    }),
  integrations: () =>
    queryOptions({
      queryKey: [ADMIN_KEY, 'integrations'],
      queryFn: ({ signal }) => fetchJson<Integrations>(adminApi.integrations, { signal }),
      refetchInterval: POLL_MS,
    }),
  /** Known funding source names, from the mirror and the configuration. */
  fundingSources: () =>
    queryOptions({
      queryKey: [ADMIN_KEY, 'funding-sources'],
      queryFn: ({ signal }) => fetchJson<KnownFundingSources>(adminApi.fundingSources, { signal }),
    }),
}

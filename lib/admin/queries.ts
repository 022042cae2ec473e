import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { adminApi } from './paths.ts'
import type { AccessRequests, Integrations, KnownFundingSources, People, PersonSessions } from './schema.ts'

const POLL_MS = 30_000

/** Everything that admins see begins with this key: an act asks all of it again. */
export const ADMIN_KEY = 'admin'

/** Queries of the admins' screens. */
export const adminQueries = {
  /** People and invitations, asked again every 30 s while they are looked at. */
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
  /** Requests for access, open ones first. */
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
  /** Names that a funding source can have, as far as Furrow has seen or been told. */
  fundingSources: () =>
    queryOptions({
      queryKey: [ADMIN_KEY, 'funding-sources'],
      queryFn: ({ signal }) => fetchJson<KnownFundingSources>(adminApi.fundingSources, { signal }),
    }),
}

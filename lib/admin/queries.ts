import { jsonQuery } from '#lib/api/json-query.ts'
import { adminApi } from './paths.ts'
import type {
  AccessRequests,
  FundingSourceSettings,
  Integrations,
  KnownFundingSources,
  People,
  PersonSessions,
} from './schema.ts'

const POLL_MS = 30_000

/** First part of every admin query key. Each admin action invalidates everything under this key. */
export const ADMIN_KEY = 'admin'

/** Queries of the admin screens. */
export const adminQueries = {
  /** People and invitations, refetched every 30 s while the screen is visible. */
  people: () => jsonQuery<People>([ADMIN_KEY, 'people'], adminApi.people, POLL_MS),
  /** The open sessions of one person. */
  sessions: (id: string) => jsonQuery<PersonSessions>([ADMIN_KEY, 'sessions', id], adminApi.sessions(id)),
  /** Access requests, open ones first. */
  requests: () => jsonQuery<AccessRequests>([ADMIN_KEY, 'requests'], adminApi.requests, POLL_MS),
  integrations: () => jsonQuery<Integrations>([ADMIN_KEY, 'integrations'], adminApi.integrations, POLL_MS),
  /** Funding sources with what is set for each of them. */
  sourceSettings: () =>
    jsonQuery<FundingSourceSettings>([ADMIN_KEY, 'source-settings'], adminApi.sourceSettings, POLL_MS),
  /** Known funding source names, from the mirror and the configuration. */
  fundingSources: () =>
    jsonQuery<KnownFundingSources>([ADMIN_KEY, 'funding-sources'], adminApi.fundingSources),
}

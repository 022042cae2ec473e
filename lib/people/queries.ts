import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { accountApi } from './paths.ts'
import type { OwnSessions } from './schema.ts'

/** Queries about the signed-in person. */
export const peopleQueries = {
  ownSessions: () =>
    queryOptions({
      queryKey: ['people', 'own-sessions'],
      queryFn: ({ signal }) => fetchJson<OwnSessions>(accountApi.ownSessions, { signal }),
    }),
}

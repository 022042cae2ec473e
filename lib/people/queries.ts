import { jsonQuery } from '#lib/api/json-query.ts'
import { accountApi } from './paths.ts'
import type { OwnSessions } from './schema.ts'

/** Queries about the signed-in person. */
export const peopleQueries = {
  ownSessions: () => jsonQuery<OwnSessions>(['people', 'own-sessions'], accountApi.ownSessions),
}

import { jsonQuery } from '#lib/api/json-query.ts'
import { apiPaths } from '#lib/paths.ts'
import type { Finds } from './schema.ts'

/** The query for what a text finds in every place. */
export const findQuery = (search: string) => jsonQuery<Finds>(['find', search], apiPaths.find(search))

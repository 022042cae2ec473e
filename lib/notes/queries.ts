import { jsonQuery } from '#lib/api/json-query.ts'
import { apiPaths } from '#lib/paths.ts'
import type { Resource, Source } from '#lib/sources.ts'
import type { NoteAnswer, NoteOwners } from './schema.ts'

/** The key of a row of a list. */
export type RowKey = { source: Source; resource: Resource; id: string }

/** Queries about notes on rows. */
export const noteQueries = {
  of: ({ source, resource, id }: RowKey) =>
    jsonQuery<NoteAnswer>(['notes', source, resource, id], apiPaths.note(source, resource, id)),
  /** @param fundingSource of the row, or what stands for none */
  owners: (fundingSource: string) =>
    jsonQuery<NoteOwners>(['note-owners', fundingSource], apiPaths.noteOwners(fundingSource)),
}

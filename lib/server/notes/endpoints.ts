import 'server-only'
import { markRowsBodySchema, writeNoteBodySchema } from '#lib/notes/bodies.ts'
import { markedSchema, noteAnswerSchema, noteOwnersSchema } from '#lib/notes/schema.ts'
import { defaulted, nameParam, oneOf } from '#lib/search-params.ts'
import { mirrored, submitted } from '#lib/server/http/endpoint.ts'
import { idInPath, sourceInPath } from '#lib/server/http/path-params.ts'
import { RESOURCES } from '#lib/sources.ts'

const resourceInPath = defaulted(oneOf(RESOURCES), `one of ${RESOURCES.join(', ')}`, RESOURCES[0])

/** The routes of notes on rows. */
export const NOTE_ENDPOINTS = {
  noteOwners: mirrored({
    // Only those who write notes choose an owner: a financier learns of no other person here.
    access: 'operator',
    path: '/api/notes/owners',
    summary: 'Who may own notes on rows of all the funding sources; (unassigned) stands for rows without one',
    query: { funding_source: nameParam },
    output: noteOwnersSchema,
  }),
  readNote: mirrored({
    path: '/api/notes/{source}/{resource}/{id}',
    summary: 'What people wrote on a row',
    pathParams: { source: sourceInPath, resource: resourceInPath, id: idInPath },
    output: noteAnswerSchema,
    problems: [404],
  }),
  writeNote: submitted({
    access: 'operator',
    path: '/api/notes/write',
    summary: 'Writes, changes or empties the note on a row',
    body: writeNoteBodySchema,
    output: noteAnswerSchema,
    problems: [404, 409, 413, 415, 503],
  }),
  markRows: submitted({
    access: 'operator',
    path: '/api/notes/mark',
    summary: 'Adds a text to the notes on several rows, and sets their owner and state: all of them, or none',
    body: markRowsBodySchema,
    output: markedSchema,
    problems: [404, 413, 415, 503],
  }),
}

/** A mistake put into the sync code on its way into memory: in `file` (below lib/server/sync), `find` becomes `put`. */
export type Bug = { name: string; file: string; find: string; put: string }

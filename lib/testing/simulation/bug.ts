/**
 * A mistake planted into the sync code as it is loaded: in `file` (below lib/server/sync), `find` becomes
 * `put`.
 */
export type Bug = { name: string; file: string; find: string; put: string }

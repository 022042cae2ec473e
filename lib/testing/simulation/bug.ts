/** A mistake planted into sync code as it loads: in `file` (below lib/server/sync), `find` becomes `put`. */
export type Bug = { name: string; file: string; find: string; put: string }

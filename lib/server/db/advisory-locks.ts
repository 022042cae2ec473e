import 'server-only'

/** Every advisory lock with a number of its own; locks of a list or an address are hashes of its name. */
export const ADVISORY_LOCKS = {
  /** Whoever holds it sets up tables and roles; a second start waits. */
  migration: 7_260_931_001,
  /** Whoever holds it plans, or moves windows; one worker of a database at a time, for moments. */
  planning: 7_260_931_002,
  /** One worker at a time asks for rows without a day. */
  undated: 7_260_931_003,
  /** Held by migrations while they change tables; a run that meets them is given up and made again. */
  schema: 7_260_931_004,
} as const

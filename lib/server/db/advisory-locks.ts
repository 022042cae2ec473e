import 'server-only'

/** Every advisory lock with a fixed number; locks per list or address use a hash of the name. */
export const ADVISORY_LOCKS = {
  /** Held while tables and roles are set up; a second start waits. */
  migration: 7_260_931_001,
  /** Held for moments while a worker plans or moves windows; one worker per database at a time. */
  planning: 7_260_931_002,
  /** Held by the one worker that counts the rows which no date filter returns. */
  undated: 7_260_931_003,
  /** Held by migrations while they change tables; a run that meets this lock is rolled back and repeated. */
  schema: 7_260_931_004,
} as const

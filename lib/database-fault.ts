/**
 * The ways PostgreSQL can fail; the first that matches applies. lib/server/db/faults.ts maps errors to them.
 */
export const DATABASE_FAULTS = ['busy', 'unreachable', 'read_only', 'full', 'other_release'] as const
export type DatabaseFault = (typeof DATABASE_FAULTS)[number]

/** The database fault that prevented a page from rendering, and the id of the logged request. */
export type PageFault = { fault: DatabaseFault; requestId: string }

const PREFIX = 'furrow'

/** Encodes the fault as an error digest, all that React sends to the browser of an error in production. */
export function toDigest({ fault, requestId }: PageFault): string {
  return [PREFIX, fault, requestId].join(' ')
}

/** Reads the fault from an error's digest; null for every other error. */
export function readDigest(error: unknown): PageFault | null {
  if (!(error instanceof Error) || !('digest' in error) || typeof error.digest !== 'string') return null
  const [prefix, name, requestId = ''] = error.digest.split(' ')
  const fault = DATABASE_FAULTS.find((known) => known === name)
  return prefix === PREFIX && fault ? { fault, requestId } : null
}

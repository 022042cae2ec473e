/** What can ail PostgreSQL, the first that fits counting. lib/server/db/faults.ts says which errors mean which. */
export const DATABASE_FAULTS = ['busy', 'unreachable', 'read_only', 'full', 'other_release'] as const
export type DatabaseFault = (typeof DATABASE_FAULTS)[number]

/** A page that the database kept from being shown, and under which id the server logged that. */
export type PageFault = { fault: DatabaseFault; requestId: string }

const PREFIX = 'furrow'

/** The fault as the digest of an error: the one thing that React passes to the browser of an error in production. */
export function toDigest({ fault, requestId }: PageFault): string {
  return [PREFIX, fault, requestId].join(' ')
}

/** The fault that an error's digest tells of; null for every other error. */
export function readDigest(error: unknown): PageFault | null {
  if (!(error instanceof Error) || !('digest' in error) || typeof error.digest !== 'string') return null
  const [prefix, name, requestId = ''] = error.digest.split(' ')
  const fault = DATABASE_FAULTS.find((known) => known === name)
  return prefix === PREFIX && fault ? { fault, requestId } : null
}

import 'server-only'
import { env } from '#lib/server/config/env.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { english } from '#lib/server/words/words.ts'
import { outsideWords } from '#lib/sources/outside-words.ts'
import type { Source } from '#lib/sources.ts'

/**
 * Returns why no row of a source can be in the viewer's scope, worded for people, or null if some rows may
 * be.
 */
export function outOfScope(viewer: Viewer, source: Source): string | null {
  if (viewer.fundingSources === 'all') return null
  if (source === 'client-invoices') return outsideWords(source, english('shell'))
  const { paymentLinks } = env().upstreams
  if (source === 'payment-links' && (paymentLinks?.fundingSourceLabel ?? null) === null)
    return outsideWords(source, english('shell'))
  return null
}

import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { SOURCE_LABELS, type Source } from '#lib/sources/sources.ts'
import { env } from '../env.ts'
import { isConfigured } from '../env-upstreams.ts'
import type { Viewer } from '../people/viewer.ts'

/** True for those who look after the sources; a financier sees their health only. */
export function mayAct(viewer: Viewer): boolean {
  return viewer.role !== 'financier'
}

/** Throws 403 for a viewer who may not do `what`, e.g. "pause a source". */
export function requireOperator(viewer: Viewer, what: string): void {
  if (!mayAct(viewer)) throw new RequestError(403, 'forbidden', `Only operators may ${what}.`)
}

/** Throws 409 for a source that is not connected. */
export function requireConnected(source: Source): void {
  if (!isConfigured(env().upstreams, source))
    throw new RequestError(409, 'source_off', `${SOURCE_LABELS[source]} is not connected.`)
}

import 'server-only'
import type { Resource, Source } from '#lib/sources.ts'

/** A mirrored list: one resource of a source. */
export type MirroredList = { source: Source; resource: Resource }

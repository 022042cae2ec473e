import 'server-only'
import type { Resource, Source } from '#lib/sources.ts'
import { english } from './words.ts'

/** Returns a source's English name, for answers of the API, logs, commands and exported files. */
export function sourceName(source: Source): string {
  return english('names')(`source.${source}`)
}

/** Returns the English name of a source's list, for the same places. */
export function resourceName(resource: Resource): string {
  return english('names')(`resource.${resource}`)
}

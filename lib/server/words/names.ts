import 'server-only'
import type { Resource, Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'

// From the areas of commands, so that no command loads the texts of every screen for a name.
const t = commandWords('names')

/** Returns a source's English name, for answers of the API, logs, commands and exported files. */
export function sourceName(source: Source): string {
  return t(`source.${source}`)
}

/** Returns the English name of a source's list, for the same places. */
export function resourceName(resource: Resource): string {
  return t(`resource.${resource}`)
}

import { explain } from '#lib/server/sources/notices.ts'
import type { CallRecord } from '#lib/server/upstream/calls.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'

/**
 * Prints a line when a source begins to refuse its key, naming the variable to check, and another when the
 * source accepts the key again.
 * @returns a function to call with every upstream call; each change is printed once, however many calls
 * follow
 */
export function keyNotes(say: (line: string) => void): (call: CallRecord) => void {
  // Routes are tracked one by one, because one list of a source may accept a key that another list refuses.
  const refusing = new Map<Source, Set<string>>()
  return ({ source, route, outcome }) => {
    const routes = refusing.get(source) ?? new Set()
    refusing.set(source, routes)
    const wasRefused = routes.size > 0
    if (outcome === 'unauthorized') routes.add(route)
    else if (outcome === 'ok') routes.delete(route)
    const isRefused = routes.size > 0
    if (isRefused === wasRefused) return
    const { fix } = explain(source, { errorCode: 'unauthorized', errorDetail: null })
    const t = commandWords('start')
    const label = { source: sourceName(source) }
    say(isRefused ? `${t('key.rejected', label)} ${fix}` : t('key.accepted', label))
  }
}

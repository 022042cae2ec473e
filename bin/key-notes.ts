import { explain } from '#lib/server/sources/notices.ts'
import type { CallRecord } from '#lib/server/upstream/calls.ts'
import { SOURCE_LABELS, type Source } from '#lib/sources.ts'

/**
 * Tells whoever watches the console when a source begins to refuse its key, with the variable to check, and when it accepts
 * the key again. Call what it returns with every call; each change is said once, however many calls follow.
 */
export function keyNotes(say: (line: string) => void): (call: CallRecord) => void {
  // One list of a source may accept the key that another one refuses.
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
    const label = SOURCE_LABELS[source]
    say(isRefused ? `${label} refuses its key. ${fix}` : `${label} accepts its key again.`)
  }
}

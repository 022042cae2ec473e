import 'server-only'

const MOST_LISTS = 64

/** Remembers filtered and sorted lists between the pages of a walk, as long as nothing in the world has happened. */
export type Memo = <Fact>(key: string, version: string, build: () => readonly Fact[]) => readonly Fact[]

/** A memo of one route; `key` must name everything the list depends on beside the version. */
export function createMemo(): Memo {
  const lists = new Map<string, { version: string; list: readonly unknown[] }>()
  return <Fact>(key: string, version: string, build: () => readonly Fact[]) => {
    const known = lists.get(key)
    // A key belongs to one route and so to one kind of fact, which the type system cannot see.
    if (known?.version === version) return known.list as readonly Fact[]
    const list = build()
    lists.delete(key)
    lists.set(key, { version, list })
    for (const oldest of lists.keys()) {
      if (lists.size <= MOST_LISTS) break
      lists.delete(oldest)
    }
    return list
  }
}

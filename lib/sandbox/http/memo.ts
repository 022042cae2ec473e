import 'server-only'

const MOST_LISTS = 64

/**
 * Creates the cache of one route, which keeps filtered and sorted lists between the pages of a walk, while the
 * data has the same version. `key` must identify all that the list depends on besides the version.
 */
export function createMemo() {
  const lists = new Map<string, { version: string; list: readonly unknown[] }>()
  return <Fact>(key: string, version: string, build: () => readonly Fact[]) => {
    const known = lists.get(key)
    // A key belongs to one route and therefore to one type of row, which the type system cannot express.
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

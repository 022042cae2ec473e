import { readFileSync } from 'node:fs'
import path from 'node:path'

export type Import = {
  /** The importing file, relative to the root of the repository. */
  from: string
  /** The imported file relative to the root, or the name of a package. */
  to: string
  /** True if only types are imported. */
  isType: boolean
  /** The specifier as written. */
  specifier: string
}

const STATEMENT =
  /(?:^|\n)\s*(?:import|export)(\s+type)?\s(?:[^'"`;]*?\sfrom\s+)?'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'\s*\)/g

/** Returns every import of these files, type and dynamic ones included, with the resolved file or package. */
export function importsOf(root: string, files: readonly string[]): Import[] {
  const known = new Set(files)
  return files.flatMap((from) =>
    [...readFileSync(path.join(root, from), 'utf8').matchAll(STATEMENT)].map(([, type, named, dynamic]) => {
      const specifier = named ?? dynamic ?? ''
      return { from, to: resolve(from, specifier, known), isType: type !== undefined, specifier }
    }),
  )
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string {
  if (!/^[.#]/.test(specifier)) return packageOf(specifier)
  const isOwn = specifier.startsWith('#')
  const target = isOwn ? specifier.slice(1) : path.posix.join(path.posix.dirname(from), specifier)
  return [target, `${target}.ts`, `${target}.tsx`].find((file) => known.has(file)) ?? target
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

type Edge = Pick<Import, 'from' | 'to'>

/**
 * Returns the groups of nodes that import each other in a cycle, each sorted by name (Tarjan's algorithm).
 */
export function circles(edges: readonly Edge[]): string[][] {
  const targets = new Map<string, Set<string>>()
  for (const { from, to } of edges) {
    const known = targets.get(from) ?? new Set()
    if (from !== to) targets.set(from, known.add(to))
  }
  const index = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (node: string): void => {
    const at = index.size
    index.set(node, at)
    lowest.set(node, at)
    stack.push(node)
    for (const target of targets.get(node) ?? []) {
      if (!index.has(target)) visit(target)
      else if (!stack.includes(target)) continue
      lowest.set(node, Math.min(lowest.get(node) ?? at, lowest.get(target) ?? at))
    }
    if (lowest.get(node) !== at) return
    const group = stack.splice(stack.indexOf(node))
    if (group.length > 1) found.push(group.sort())
  }
  for (const node of targets.keys()) if (!index.has(node)) visit(node)
  return found
}

/** Converts imports to edges between the folders of their files. */
export function betweenFolders(imports: readonly Edge[]): Edge[] {
  const folder = path.posix.dirname
  return imports.map(({ from, to }) => ({ from: folder(from), to: folder(to) }))
}

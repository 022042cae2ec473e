import type { CompiledMessage } from 'icu-minify/format'

/** Returns the sorted names of a compiled message's arguments and tags, each once. */
export function argumentsOf(message: CompiledMessage): string[] {
  const names = new Set<string>()
  if (Array.isArray(message)) for (const node of message) collect(node, names)
  return [...names].toSorted()
}

/** A node is text, a plural's number, `[name, type, forms or style]` or `[tag, …nodes]`. */
function collect(node: unknown, names: Set<string>): void {
  if (!Array.isArray(node)) return
  const [name, type, forms] = node
  names.add(String(name))
  if (typeof type !== 'number' || type === 0) {
    for (const inside of node.slice(1)) collect(inside, names)
  } else if (typeof forms === 'object' && forms !== null && 'other' in forms) {
    for (const form of Object.values(forms))
      if (Array.isArray(form)) for (const one of form) collect(one, names)
  }
}

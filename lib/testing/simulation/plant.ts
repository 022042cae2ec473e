import 'server-only'
import { registerHooks } from 'node:module'
import type { Bug } from './bug.ts'
import { BUGS } from './bugs.ts'

const SERVER_FOLDER = new URL('../../server/', import.meta.url).href

type Replacement = (real: unknown) => unknown

/** The replacements of the planted bugs by the address of their module, then by name. */
const planted = new Map<string, ReadonlyMap<string, Replacement>>()

/** Returns the planted bug with a name; throws if there is none. */
export function bugNamed(name: string): Bug {
  const bug = BUGS.find((each) => each.name === name)
  if (bug === undefined) throw new Error(`There is no planted bug "${name}"`)
  return bug
}

/** Returns the functions that a bug replaces, by the address of their module. */
export function replacementsOf({ replaces }: Bug): Map<string, ReadonlyMap<string, Replacement>> {
  return new Map(
    Object.entries(replaces).map(([file, functions]) => [
      SERVER_FOLDER + file,
      new Map(Object.entries(functions as Record<string, Replacement>)),
    ]),
  )
}

/**
 * Plants a bug into the modules that this process loads from now on: their importers get the bug's functions
 * instead of the exported ones. Calls within a module stay as they are.
 * @returns a function that says whether every module of the bug was loaded since. A module loaded before does
 * not contain the bug.
 */
export function plantBug(bug: Bug): () => boolean {
  const awaited = new Set<string>()
  for (const [url, functions] of replacementsOf(bug)) {
    planted.set(url, functions)
    awaited.add(url)
  }
  registerHooks({
    load: (url, context, nextLoad) => {
      const functions = planted.get(url)
      if (functions === undefined) return nextLoad(url, context)
      awaited.delete(url)
      return { format: 'module', source: facadeOf(url, [...functions.keys()]), shortCircuit: true }
    },
  })
  return () => awaited.size === 0
}

/**
 * Returns the source of a module that exports what another one does, except for the named functions. The
 * query loads the real module beside the one that stands in its place.
 */
function facadeOf(url: string, names: readonly string[]): string {
  const real = JSON.stringify(`${url}?real`)
  const replaced = names.map(
    (name) =>
      `export const ${name} = replaced(${JSON.stringify(url)}, ${JSON.stringify(name)}, real.${name})`,
  )
  return [
    `import * as real from ${real}`,
    `import { replaced } from ${JSON.stringify(import.meta.url)}`,
    `export * from ${real}`,
    ...replaced,
  ].join('\n')
}

/**
 * Returns the function that takes the place of an exported one.
 * @throws {Error} unless the module exports a function of that name
 */
export function replaced(url: string, name: string, real: unknown): unknown {
  const replacement = planted.get(url)?.get(name)
  if (replacement === undefined || typeof real !== 'function')
    throw new Error(`${url} exports no function ${name}`)
  return replacement(real)
}

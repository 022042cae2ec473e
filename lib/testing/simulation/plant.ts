import 'server-only'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bug } from './bug.ts'
import { BUGS } from './bugs.ts'

const SYNC = path.resolve(import.meta.dirname, '../../server/sync')

/** Returns the planted bug with a name; throws if there is none. */
export function bugNamed(name: string): Bug {
  const bug = BUGS.find((each) => each.name === name)
  if (bug === undefined) throw new Error(`There is no planted bug "${name}"`)
  return bug
}

/**
 * Plants a bug into the sync modules that this process loads from now on; no file changes.
 * @returns a function that says whether the module was loaded since. A module loaded before does not contain
 * the bug.
 */
export function plantBug(bug: Bug): () => boolean {
  const target = pathToFileURL(path.join(SYNC, bug.file)).href
  let isPlanted = false
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context)
      if (url !== target) return loaded
      isPlanted = true
      return { ...loaded, source: spoilt(sourceOf(loaded.source, url), bug) }
    },
  })
  return () => isPlanted
}

/**
 * Returns a module's source with the bug in it.
 * @throws {Error} unless the bug's place occurs exactly once.
 */
export function spoilt(source: string, { name, file, find, put }: Bug): string {
  if (source.split(find).length !== 2)
    throw new Error(`"${name}": its place in ${file} is not there, or not once`)
  return source.replace(find, () => put)
}

function sourceOf(source: unknown, url: string): string {
  if (typeof source === 'string') return source
  if (source instanceof Uint8Array) return new TextDecoder().decode(source)
  throw new Error(`${url} was loaded without its source`)
}

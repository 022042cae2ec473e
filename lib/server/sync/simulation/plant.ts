import 'server-only'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { BUGS, type Bug } from './bugs.ts'

const SYNC = path.resolve(import.meta.dirname, '..')

export function bugNamed(name: string): Bug {
  const bug = BUGS.find((each) => each.name === name)
  if (bug === undefined) throw new Error(`There is no planted bug "${name}"`)
  return bug
}

/** Puts a bug into the modules of sync that this process loads from now on; no file changes. */
export function plantBug(bug: Bug): void {
  const target = pathToFileURL(path.join(SYNC, bug.file)).href
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context)
      if (url !== target) return loaded
      const source = sourceOf(loaded.source, url)
      if (source.split(bug.find).length !== 2)
        throw new Error(`"${bug.name}": its place in ${fileURLToPath(url)} is not there, or not once`)
      return { ...loaded, source: source.replace(bug.find, () => bug.put) }
    },
  })
}

function sourceOf(source: unknown, url: string): string {
  if (typeof source === 'string') return source
  if (source instanceof Uint8Array) return new TextDecoder().decode(source)
  throw new Error(`${url} was loaded without its source`)
}

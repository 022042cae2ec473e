import 'server-only'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const SERVER = path.resolve(import.meta.dirname, '../server')
/** An explicit scope predicate, as written in the code. */
const PREDICATE = /\binScope\(viewer, sql`[a-z_.]+`\)/g

/** Lists the scope predicates in `text` of a file below lib/server: `file#1`, `file#2` … */
export function scopeSites(file: string, text: string): string[] {
  return [...text.matchAll(PREDICATE)].map((_, at) => `${file}#${at + 1}`)
}

/** Rewrites each predicate in modules loaded from now on, so that `isOff` can remove it; no file changes. */
export function makeSwitches(isOff: (site: string) => boolean): void {
  Object.assign(globalThis, { isScopeOff: isOff })
  const base = `${pathToFileURL(SERVER).href}/`
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context)
      if (!url.startsWith(base) || loaded.source === undefined || loaded.source === null) return loaded
      const file = path.relative(SERVER, fileURLToPath(url))
      let at = 0
      const source = textOf(loaded.source).replace(PREDICATE, (predicate) => {
        at += 1
        return `(globalThis.isScopeOff('${file}#${at}') ? null : ${predicate})`
      })
      return { ...loaded, source }
    },
  })
}

function textOf(source: string | NodeJS.ArrayBufferView | ArrayBuffer): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source)
}

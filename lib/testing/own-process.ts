import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * What a test file, or a helper that it imports, says if it changes something that lasts as long as its process:
 * environment variables, which the product reads once, or a module of Node.
 */
const CHANGES = [
  /\bprocess\.env\.\w+ (\?\?)?=[^=]/,
  /\bdelete process\.env\b/,
  /\bObject\.assign\(process\.env\b/,
  /\.stubEnv\(/,
  /\bsyncBuiltinESMExports\b/,
]

/** Sets the same values in every process. */
const HARMLESS = 'lib/testing/ask.ts'

const HELPER = /^import [^;]*?'(#[^']*\/testing\/[^']*|\.\.?\/[^']*)'$/gm

/** True if a test file with this text changes its process itself, so that no other file may run in it. */
export function changesItsProcess(text: string): boolean {
  return CHANGES.some((change) => change.test(text))
}

/** Lists the helpers that a file imports, as paths relative to the root. */
function helpersOf(file: string, text: string): string[] {
  return [...text.matchAll(HELPER)]
    .map(([, name = '']) => (name[0] === '#' ? name.slice(1) : path.join(path.dirname(file), name)))
    .filter((helper) => helper !== HARMLESS && `/${helper}`.includes('/testing/'))
}

/** Lists the files of a pattern below `root` that must run in a process of their own, as paths relative to `root`. */
export function filesOfOwnProcess(root: string, pattern: string): string[] {
  const known = new Map<string, boolean>()
  const isChanging = (file: string): boolean => {
    const found = known.get(file)
    if (found !== undefined) return found
    known.set(file, false)
    const text = readFileSync(path.join(root, file), 'utf8')
    const isOwn = changesItsProcess(text) || helpersOf(file, text).some(isChanging)
    known.set(file, isOwn)
    return isOwn
  }
  return globSync(pattern, { cwd: root }).filter(isChanging)
}

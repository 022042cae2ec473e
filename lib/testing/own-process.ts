import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * What a test file writes if it changes something that lasts as long as its process: environment variables, which the
 * product reads once, or a module of Node.
 */
const CHANGES = [
  /\bprocess\.env\.\w+ (\?\?)?=[^=]/,
  /\bdelete process\.env\b/,
  /\bObject\.assign\(process\.env\b/,
  /\.stubEnv\(/,
  /\bsyncBuiltinESMExports\b/,
  /\btesting\/quick-hashes\.ts\b/,
]

/** True if a test file with this text changes its process, so that no other file may run in it. */
export function changesItsProcess(text: string): boolean {
  return CHANGES.some((change) => change.test(text))
}

/** Lists the files of a pattern below `root` that must run in a process of their own, as paths relative to `root`. */
export function filesOfOwnProcess(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root }).filter((file) =>
    changesItsProcess(readFileSync(path.join(root, file), 'utf8')),
  )
}

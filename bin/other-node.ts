import { commandWords } from '#lib/words/command-words.ts'
import { labelled } from './say.ts'

type Running = { version: string; execPath: string; environment: Record<string, string | undefined> }

/**
 * Says which Node runs Furrow, and why, if it is not the user's own; returns null if it is. `npm ci` installs
 * a Node into the clone on Linux, and npm prefers that one.
 */
export function otherNode({ version, execPath, environment }: Running): string | null {
  const [, own] = /\bnode\/v(\S+)/.exec(environment.npm_config_user_agent ?? '') ?? []
  if (own === undefined || own === version) return null
  const t = commandWords('start')
  const values = { version, own, path: execPath }
  const isInstalled = /[\\/]node_modules[\\/]/.test(execPath)
  return labelled('node', isInstalled ? t('node.installed', values) : t('node.in-path', values))
}

import { ConfigurationError, type Env } from '#lib/server/config/env.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { readSettings } from './environment.ts'
import { otherNode } from './other-node.ts'
import { fail, say, warn } from './say.ts'

// npm start, npm run dev: reads the configuration before loading anything else, so that mistakes are reported
// first.

function settings(): Env {
  const [unknown] = process.argv.slice(2).filter((word) => word !== '--dev')
  if (unknown !== undefined) fail(commandWords('start')('no-arguments', { word: unknown }))
  try {
    return readSettings(warn)
  } catch (error) {
    if (error instanceof ConfigurationError) return fail(error.message)
    throw error
  }
}

const env = settings()
const { execPath, env: environment } = process
const line = otherNode({ version: process.versions.node, execPath, environment })
if (line) say(line)
const { startFurrow } = await import('./start-furrow.ts')
await startFurrow(env, { isDevelopment: process.argv.includes('--dev') })

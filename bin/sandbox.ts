import { startSandbox } from '#lib/sandbox/http/sandbox.ts'
import { readSandboxOptions } from '#lib/sandbox/settings.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { onStop } from './on-stop.ts'

/** Runs the sandbox with the options in FURROW_SANDBOX until a signal or the end of its parent stops it. */
const t = commandWords('start')
const options = readSandboxOptions(process.env.FURROW_SANDBOX)
try {
  const sandbox = await startSandbox(options)
  onStop(() => void sandbox.close().then(() => process.exit(0)))
  if (process.send) process.send({ type: 'ready', port: sandbox.port, url: sandbox.url })
  else console.log(t('sandbox.alone', { url: sandbox.url }))
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
  console.error(t('sandbox.port', { port: String(options.port) }))
  process.exit(1)
}

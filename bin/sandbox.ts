import { startSandbox } from '#lib/sandbox/http/sandbox.ts'
import { readSandboxOptions } from '#lib/sandbox/settings.ts'
import { onStop } from './children.ts'

/** Runs the sandbox with the options in FURROW_SANDBOX until a signal or the end of its parent stops it. */
const options = readSandboxOptions(process.env.FURROW_SANDBOX)
try {
  const sandbox = await startSandbox(options)
  onStop(() => void sandbox.close().then(() => process.exit(0)))
  if (process.send) process.send({ type: 'ready', port: sandbox.port, url: sandbox.url })
  else console.log(`Sandbox on ${sandbox.url}`)
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
  console.error(
    `The sandbox's port ${options.port} is taken, by another command of Furrow here or by another program. Wait until it ends, or change "port" in sandbox.json in DATA_DIR.`,
  )
  process.exit(1)
}

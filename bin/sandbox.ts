import { startSandbox } from '#lib/server/sandbox/sandbox.ts'
import { readSandboxOptions } from '#lib/server/sandbox/settings.ts'
import { onStop } from './children.ts'

/** Runs the sandbox with the options in FURROW_SANDBOX until it is told to stop or its parent ends. */
const sandbox = await startSandbox(readSandboxOptions(process.env.FURROW_SANDBOX))
if (process.send) process.send({ type: 'ready', port: sandbox.port, url: sandbox.url })
else console.log(`Sandbox on ${sandbox.url}`)
onStop(() => void sandbox.close().then(() => process.exit(0)))

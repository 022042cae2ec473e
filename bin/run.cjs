'use strict'
// node bin/run.cjs FILE …: runs a TypeScript file of this clone. The syntax stays at ES2019, so that every
// Node from 12 on can read this file and a Node that is too old gets one clear line.

// biome-ignore lint/style/useNodejsImportProtocol: Node 12 does not know it
const { spawn } = require('child_process')
// biome-ignore lint/style/useNodejsImportProtocol: Node 12 does not know it
const { existsSync, readFileSync, realpathSync } = require('fs')
// biome-ignore lint/style/useNodejsImportProtocol: Node 12 does not know it
const path = require('path')
// biome-ignore lint/style/useNodejsImportProtocol: Node 12 does not know it
const { pathToFileURL } = require('url')

const ROOT = path.resolve(__dirname, '..')
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** Explains in one line why this Node cannot run Furrow; returns null if it can. */
function faultOf(version, typescript) {
  const { engines } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  const [needed] = /\d+\.\d+/.exec(engines.node)
  const found = `this is Node ${version} (${process.execPath})`
  if (isOlder(version, needed)) return `Furrow needs Node ${needed} or newer; ${found}. ${newerNode()}`
  // Node 23.0 to 23.5, and any Node on which NODE_OPTIONS turns TypeScript off.
  if (!typescript)
    return `Furrow needs a Node that runs TypeScript; ${found}. Use Node 24, without --no-strip-types in NODE_OPTIONS.`
  return null
}

/** Says where to find a newer Node: on Linux `npm ci` installs one, which npm commands prefer. */
function newerNode() {
  const own = path.join(ROOT, 'node_modules/.bin/node')
  if (!existsSync(own) || realpathSync(own) === realpathSync(process.execPath))
    return 'Install a newer one from https://nodejs.org.'
  return `This clone has one: run npm start, or ${own} instead of node.`
}

function isOlder(version, needed) {
  const [major, minor] = version.split('.').map(Number)
  const [neededMajor, neededMinor] = needed.split('.').map(Number)
  return major < neededMajor || (major === neededMajor && minor < neededMinor)
}

/**
 * Runs node with these arguments in place of this process: same process id, terminal, signals and exit code.
 */
function run(words) {
  if (process.execve) process.execve(process.execPath, [process.execPath, ...words], process.env)
  // If the system or this release of Node has no `execve`, the file runs as a child to which every signal is
  // forwarded.
  const child = spawn(process.execPath, words, { stdio: 'inherit' })
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    for (const name of SIGNALS) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

const fault = faultOf(process.versions.node, process.features.typescript)
if (fault === null) {
  const [, , file, ...rest] = process.argv
  const quick = `--import=${pathToFileURL(path.join(__dirname, 'quick-resolve.ts'))}`
  run([...process.execArgv, '--conditions=react-server', quick, path.resolve(ROOT, file), ...rest])
} else {
  process.stderr.write(`${fault}\n`)
  process.exitCode = 1
}

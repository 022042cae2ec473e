import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

export type Browser = { executablePath: string; env: Record<string, string> }

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Finds the browser of the end-to-end tests: CHROMIUM_PATH, else the one that npm installed (Linux x64), else
 * one of the system.
 * @throws {Error} with the fix if there is no browser: the tests are never skipped
 */
export async function findChromium(): Promise<Browser> {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackChromium()
  const executablePath = SYSTEM_BROWSERS.find((file) => existsSync(file))
  if (executablePath) return { executablePath, env: {} }
  throw new Error('No browser for the end-to-end tests: install Chromium, or set CHROMIUM_PATH to one')
}

async function unpackChromium(): Promise<Browser> {
  const require = createRequire(import.meta.url)
  const manifestFile = path.resolve(path.dirname(require.resolve('@sparticuz/chromium')), '../package.json')
  const packed = path.join(path.dirname(manifestFile), 'bin')
  const { version }: { version: string } = JSON.parse(await readFile(manifestFile, 'utf8'))
  const folder = path.resolve(import.meta.dirname, '../../node_modules/.cache/chromium', version)
  const browser = {
    executablePath: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') },
  }
  if (existsSync(folder)) return browser
  // Unpacked into a temporary folder and renamed when complete, so that no run starts a partial browser.
  const part = `${folder}.${process.pid}`
  await mkdir(part, { recursive: true })
  const { extract }: { extract: (folder: string) => NodeJS.WritableStream } =
    createRequire(manifestFile)('tar-fs')
  for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
    await pipeline(createReadStream(path.join(packed, archive)), createBrotliDecompress(), extract(part))
  }
  const executable = path.join(part, 'chromium')
  await pipeline(
    createReadStream(path.join(packed, 'chromium.br')),
    createBrotliDecompress({ chunkSize: 2 ** 21 }),
    createWriteStream(executable),
  )
  await chmod(executable, 0o755)
  await rename(part, folder).catch(() => rm(part, { recursive: true, force: true }))
  return browser
}

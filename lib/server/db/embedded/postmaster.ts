import 'server-only'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'

export type Postmaster = { pid: number; port: number }

/** Finds a free loopback port by letting the system choose one. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/**
 * Finds the server whose pid file is in this data folder and that still runs. The pid file is removed when
 * its process is gone, is a zombie (in containers without an init process) or is another program with a
 * reused pid, so that a start can go on.
 * @returns null when no server runs in the folder
 */
export async function runningPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const file = path.join(dataFolder, 'postmaster.pid')
  const lines = await readFile(file, 'utf8').then(
    (text) => text.split('\n'),
    () => null,
  )
  if (!lines) return null
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (Number.isInteger(pid) && pid > 0 && (await isPostmaster(pid, port, dataFolder))) return { pid, port }
  await rm(file, { force: true })
  return null
}

async function isPostmaster(pid: number, port: number, dataFolder: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (/\) Z /.test(status)) return false
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
  if (!words.some((word) => word.includes('postgres'))) return false
  try {
    // The server's working directory is its data folder, whatever path the server was started with.
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(dataFolder).catch(() => dataFolder))
  } catch (error) {
    // Root without the right to trace processes, as in a container, may not see the directory of another user's
    // process. The server was started with its port.
    return codeOf(error) !== 'ENOENT' && words.includes(String(port))
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

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
  if (Number.isInteger(pid) && pid > 0 && (await isPostmaster(pid, dataFolder))) return { pid, port }
  await rm(file, { force: true })
  return null
}

async function isPostmaster(pid: number, dataFolder: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  if (process.platform !== 'linux') return true
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (/\) Z /.test(status)) return false
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  // The server's working directory is its data folder, whatever path the server was started with.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
  return command.includes('postgres') && folder === (await realpath(dataFolder).catch(() => dataFolder))
}

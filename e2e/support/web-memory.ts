import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { addresses } from './addresses.ts'

/** Memory of the web process after a garbage collection, in bytes. */
export type WebMemory = { heapBytes: number; residentBytes: number }

/** Runs a garbage collection in the web process and measures its memory; null on a system without /proc. */
export async function webMemory(): Promise<WebMemory | null> {
  if (!existsSync('/proc/self/cmdline')) return null
  const inspector = new WebSocket(await inspectorOf(webPid()))
  await new Promise((resolve, reject) => {
    inspector.onopen = resolve
    inspector.onerror = () => reject(new Error('The web process cannot be inspected'))
  })
  const call = (method: string, params: object = {}) => {
    const answer = new Promise<string>((resolve) => {
      inspector.onmessage = ({ data }) => resolve(data)
    })
    inspector.send(JSON.stringify({ id: 1, method, params }))
    return answer.then((text) => JSON.parse(text).result)
  }
  await call('HeapProfiler.collectGarbage')
  const expression = 'process.memoryUsage()'
  const { result } = await call('Runtime.evaluate', { expression, returnByValue: true })
  inspector.close()
  return { heapBytes: result.value.heapUsed + result.value.external, residentBytes: result.value.rss }
}

function webPid(): number {
  const port = `PORT=${new URL(addresses().appUrl).port}`
  const pid = readdirSync('/proc').find(
    (name) =>
      /^\d+$/.test(name) &&
      read(name, 'cmdline').includes('bin/web.ts') &&
      read(name, 'environ').split('\0').includes(port),
  )
  if (!pid) throw new Error('The web process is not there')
  return Number(pid)
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** Returns the URL of a process's inspector; at SIGUSR1 the process opens a port and prints its URL. */
async function inspectorOf(pid: number): Promise<string> {
  const said = () =>
    readFileSync(addresses().logFile, 'utf8')
      .match(/(?<=Debugger listening on )ws:\S+/g)
      ?.at(-1) ?? ''
  if (said() === '') process.kill(pid, 'SIGUSR1')
  await expect.poll(said, 'the address of the inspector').not.toBe('')
  return said()
}

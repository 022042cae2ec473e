import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { FromWorker, ToWorker } from './sim-worker.ts'

const WORKER = path.join(import.meta.dirname, 'sim-worker.ts')

export type WorkerPool = {
  /**
   * Plays `count` seeds from `from` on in order, one per worker at a time, until `onResult` returns false.
   */
  play(from: number, count: number, onResult: (result: FromWorker) => boolean): Promise<void>
  close(): void
}

const children = new Set<ChildProcess>()

/** Kills the processes of every pool, even in the middle of a seed. */
export function killAllWorkers(): void {
  for (const child of children) child.kill()
}

/** Starts one process per database; `bug` names a bug to plant into the sync code of all of them. */
export function startWorkerPool(
  urls: readonly string[],
  bug: string | null,
  isTraceWanted = false,
): WorkerPool {
  const workers = urls.map((url) => {
    const child = fork(WORKER, isTraceWanted ? ['--trace'] : [], { execArgv: ['--conditions=react-server'] })
    children.add(child)
    child.once('exit', () => children.delete(child))
    send(child, { url, bug })
    return child
  })
  return {
    play: async (from, count, onResult) => {
      let next = from
      let isWanted = true
      const work = async (child: ChildProcess) => {
        while (isWanted && next < from + count) {
          const seed = next
          next += 1
          const result = await ask(child, seed)
          if (!onResult(result)) isWanted = false
        }
      }
      await Promise.all(workers.map(work))
    },
    close: () => {
      for (const child of workers) child.kill()
    },
  }
}

function send(child: ChildProcess, message: ToWorker): void {
  child.send(message)
}

function ask(child: ChildProcess, seed: number): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`The process that played seed ${seed} ended`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as FromWorker)
    })
    send(child, { seed })
  })
}

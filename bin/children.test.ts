import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runChild } from './children.ts'

test('restarts a child even after the system refused to start the process', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-children-'))
  const script = path.join(folder, 'child.cjs')
  await writeFile(
    script,
    "process.send({ type: 'ready', pid: process.pid }); process.on('message', () => process.exit(1))",
  )
  const { execPath } = process
  onTestFinished(async () => {
    process.execPath = execPath
    await child.stop()
    await rm(folder, { recursive: true, force: true })
  })
  let starts = 0
  const child = runChild({
    file: path.relative(import.meta.dirname, script),
    environment: { NODE_OPTIONS: '' },
    readyType: 'ready',
    isServerCode: false,
    onMessage: () => {
      starts += 1
    },
  })
  const { pid } = await child.ready
  // `fork` fails here as it does on a machine without free memory or process slots.
  process.execPath = path.join(folder, 'no-such-node')
  process.kill(Number(pid), 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  process.execPath = execPath
  await expect.poll(() => starts).toBe(2)
})

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { BuildError, build, explainSignal } from './pages.ts'

test('a builder that crashed or was killed is explained, with the fix', () => {
  expect(explainSignal('SIGBUS')).toBe(
    'The build crashed (SIGBUS), perhaps because a package is damaged. Run: npm ci',
  )
  expect(explainSignal('SIGKILL')).toContain('too little memory')
  expect(explainSignal(null)).toBe('')
})

test('a build that failed leaves no cache, which would remember a missing module after npm ci', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'furrow-pages-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const cache = path.join(root, '.next/cache/turbopack')
  await mkdir(cache, { recursive: true })
  await build(
    () => {},
    root,
    () => Promise.resolve(),
  )
  expect(existsSync(cache)).toBe(true)
  const failing = build(
    () => {},
    root,
    () => Promise.reject(new BuildError('Cannot find module')),
  )
  await expect(failing).rejects.toThrow('Cannot find module')
  expect(existsSync(cache)).toBe(false)
})

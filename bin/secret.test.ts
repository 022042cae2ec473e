import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEnv } from '#lib/server/config/env.ts'
import { authSecret } from './secret.ts'

test('a secret that was put back by hand, with a line break behind it, is the same secret to every command', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-secret-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const secret = 'a secret that only tests know, 32+'
  await writeFile(path.join(folder, 'secret'), `${secret}\n`)
  const env = readEnv({ DATA_DIR: folder })
  expect(await authSecret(env)).toBe(secret)
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEnv } from '#lib/server/config/env.ts'
import { authSecret } from './secret.ts'

test('ignores the line break at the end of a secret file that was restored by hand', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-secret-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const secret = 'a secret that only tests know, 32+'
  await writeFile(path.join(folder, 'secret'), `${secret}\n`)
  const env = readEnv({ DATA_DIR: folder })
  expect(await authSecret(env)).toBe(secret)
})

import path from 'node:path'
import { parseArgs } from 'node:util'
import { writeBackup } from '#lib/server/backup/backup.ts'
import { isSealedWith } from '#lib/server/backup/secret.ts'
import type { Env } from '#lib/server/config/env.ts'
import { commandWords } from '#lib/words/command-words.ts'
import packageFile from '#package.json' with { type: 'json' }
import { contentsOf } from './backup-report.ts'
import { endProgress, runCopy } from './copy-command.ts'
import { openInstalledStore } from './resources.ts'
import { below, fail, labelled, say } from './say.ts'
import { type KnownSecret, knownSecret, secretFile } from './secret.ts'

// Writes the whole database, history included, to one file. Furrow can keep running meanwhile.

const t = commandWords('commands')

function readFile(): string {
  try {
    const [file, ...others] = parseArgs({ allowPositionals: true }).positionals
    return file === undefined || others.length > 0 ? fail(t('backup.usage')) : path.resolve(file)
  } catch {
    return fail(t('backup.usage'))
  }
}

const file = readFile()
await runCopy(async ({ env, signal, onProgress }) => {
  const store = await openInstalledStore(env, say)
  const release = packageFile.version
  const { contents, leftOut } = await writeBackup({
    url: store.url,
    file,
    signal,
    release,
    onProgress,
  }).finally(store.close)
  endProgress()
  say(labelled('backup', t('backup.written', { file })))
  say(below(contentsOf(contents)))
  for (const table of leftOut) say(below(t('backup.left-out', { table })))
  const secret = await knownSecret(env)
  const isOther = secret !== null && isSealedWith(contents.auditHead, secret.secret) === false
  say(
    labelled(
      'not-in-it',
      isOther ? t('backup.no-secret-former', { place: secret.place }) : absent(env, secret),
    ),
  )
  return 0
})

function absent(env: Env, secret: KnownSecret | null): string {
  if (secret !== null) return t('backup.no-secret', { place: secret.place })
  return env.databaseUrl === null
    ? t('backup.no-secret-missing', { file: secretFile(env) })
    : t('backup.no-secret-servers')
}

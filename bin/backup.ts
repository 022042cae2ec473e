import path from 'node:path'
import { parseArgs } from 'node:util'
import { writeBackup } from '#lib/server/backup/backup.ts'
import { isSealedWith } from '#lib/server/backup/secret.ts'
import type { Env } from '#lib/server/config/env.ts'
import packageFile from '#package.json' with { type: 'json' }
import { dataOf, originOf, totalOf } from './backup-report.ts'
import { endProgress, runCopy } from './copy-command.ts'
import { openInstalledStore } from './resources.ts'
import { fail, say } from './say.ts'
import { type KnownSecret, knownSecret, secretFile } from './secret.ts'

// Writes the whole database, history included, to one file. Furrow can keep running meanwhile.

const USAGE = `Usage: npm run backup -- FILE   writes the whole database to FILE, which must not exist yet; Furrow may run

FILE holds the sources' records, people and the hashes of their passwords: keep it as safe as the database.
It does not hold the secret (AUTH_SECRET, or the file "secret" in DATA_DIR): keep a copy of that in another place.
Exit code: 0 written; 1 not, and there is no file; 130 stopped. To check a file: npm run restore -- --check FILE`

function readFile(): string {
  try {
    const [file, ...others] = parseArgs({ allowPositionals: true }).positionals
    return file === undefined || others.length > 0 ? fail(USAGE) : path.resolve(file)
  } catch {
    return fail(USAGE)
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
  say(`Backup      ${file} was written and verified; only you can read it`)
  say(`            ${totalOf(contents.rows)}: ${dataOf(contents)}; made ${originOf(contents.header)}`)
  for (const table of leftOut) say(`            left out: the table ${table}, which is not Furrow's`)
  const secret = await knownSecret(env)
  const isOther = secret !== null && isSealedWith(contents.auditHead, secret.secret) === false
  say(
    `Not in it   ${isOther ? `${ofFormer(secret)}` : ofSecret(env, secret)}: keep a copy of it in another place.`,
  )
  say('            Without it, sessions end and the audit log cannot be verified after a restore')
  say('            the settings (.env), with the keys of the sources, and audit-anchors/ in DATA_DIR')
  return 0
})

function ofSecret(env: Env, secret: KnownSecret | null): string {
  if (secret !== null) return `the secret (${secret.place})`
  return env.databaseUrl === null
    ? `the secret, which is missing from ${secretFile(env)} as well`
    : 'the secret (AUTH_SECRET of the servers)'
}

function ofFormer({ place }: KnownSecret): string {
  return `the secret that sealed the audit log, which is not the one in ${place}`
}

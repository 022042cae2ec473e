import path from 'node:path'
import { writeBackup } from '#lib/server/db/backup/backup.ts'
import { runCopy } from './copy-command.ts'

// Writes the whole database, history included, to one file, while Furrow may run.

const USAGE = 'Usage: npm run backup -- FILE   writes the database to FILE, which must not exist yet'

await runCopy(USAGE, async ({ url, file, signal, onProgress }) => {
  const counts = await writeBackup({ url, file, signal, onProgress })
  return {
    counts,
    line: `Backup      ${path.resolve(file)}, readable by you alone: it holds the sources' records`,
  }
})

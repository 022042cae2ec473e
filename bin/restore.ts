import { restoreBackup } from '#lib/server/db/backup/restore.ts'
import { runCopy } from './copy-command.ts'

// Fills an empty database from a file that `npm run backup` wrote.

const USAGE =
  'Usage: npm run restore -- FILE   fills an empty database (a new DATA_DIR, or DATABASE_URL) from a backup'

await runCopy(USAGE, async ({ url, file, signal, onProgress }) => {
  const counts = await restoreBackup({ url, file, signal, onProgress })
  return { counts, line: 'Restore     done; start Furrow with npm start' }
})

import { existsSync } from 'node:fs'
import path from 'node:path'

/** Takes variables from the file .env beside package.json, where there is one; what the environment has already wins. */
export function loadEnvironmentFile(): void {
  const file = path.resolve(import.meta.dirname, '../.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

import 'server-only'

/**
 * Returns the database's address: as the start command resolved it, otherwise as configured.
 * @throws Error when neither is set
 */
export function databaseUrl(): string {
  const url = process.env.FURROW_DATABASE_URL ?? process.env.DATABASE_URL
  if (!url) throw new Error('No database: start Furrow with npm start, or set DATABASE_URL')
  return url
}

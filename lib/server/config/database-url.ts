import 'server-only'

/**
 * The address of the database as the start command resolved it, else as it is configured.
 * @throws where neither is set
 */
export function databaseUrl(): string {
  const url = process.env.FURROW_DATABASE_URL ?? process.env.DATABASE_URL
  if (!url) throw new Error('No database: start Furrow with npm start, or set DATABASE_URL')
  return url
}

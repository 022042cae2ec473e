import 'server-only'
import { type SQL, sql } from 'drizzle-orm'

/**
 * SQL expression for 32 hexadecimal digits that change with a text. Not by PostgreSQL's own md5 function,
 * which fails on servers in FIPS mode.
 */
export function fingerprint(text: SQL): SQL {
  return sql`left(encode(sha256(convert_to(${text}, 'UTF8')), 'hex'), 32)`
}

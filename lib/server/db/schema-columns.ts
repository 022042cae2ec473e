import { date, timestamp } from 'drizzle-orm/pg-core'

/** An instant column, read as the text that PostgreSQL writes. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** A calendar day column without a time zone. */
export const day = (name: string) => date(name, { mode: 'string' })

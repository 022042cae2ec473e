import { date, timestamp } from 'drizzle-orm/pg-core'

/** An instant, read as PostgreSQL writes it. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** A day without a zone. */
export const day = (name: string) => date(name, { mode: 'string' })

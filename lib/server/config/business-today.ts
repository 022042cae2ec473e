import 'server-only'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { env } from './env.ts'

/** Returns the day in the business time zone. */
export function businessToday(now = new Date()): Day {
  return dayInZone(now, env().timeZone)
}

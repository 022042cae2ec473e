import { chromium } from '@playwright/test'
import { CHROMIUM_FLAGS, findChromium } from '#e2e/support/browser.ts'
import { openCalendarPage } from '#e2e/support/calendar-page.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { compareCalendars, SERVER } from '#lib/testing/weeks/compare.ts'
import { instantsOf, ZONES } from '#lib/testing/weeks/instants.ts'
import { sqlCalendar } from '#lib/testing/weeks/sql.ts'
import { isoWeek } from '#lib/week.ts'
import type { BenchEnvironment } from './environment.ts'
import type { Finding } from './report.ts'

const INSTANTS = 1_000_000

/**
 * R11: compares the day, ISO week and time of a million instants between PostgreSQL, this process and a real
 * browser.
 */
export async function measureWeeks(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note(`R11: ${INSTANTS.toLocaleString('en')} instants in ${ZONES.length} zones …`)
  const { executablePath, env } = await findChromium()
  const browser = await chromium.launch({
    executablePath,
    args: CHROMIUM_FLAGS,
    env: { ...process.env, ...env },
  })
  const db = openDatabase(await environment.emptyDatabase(), { max: 1 })
  const page = await openCalendarPage(await browser.newPage())
  try {
    const instants = instantsOf(INSTANTS)
    const calendars = [SERVER, sqlCalendar(db), page]
    const { compared, differ, examples } = await compareCalendars(calendars, instants, ZONES)
    for (const line of examples) environment.note(`R11: ${line}`)
    const inWeek53 = instants.filter(
      (instant) => isoWeek(new Date(instant).toISOString().slice(0, 10)).week === 53,
    )
    const all = INSTANTS * ZONES.length * (calendars.length - 1)
    return [
      {
        name: `days, weeks and times of SQL and browser that are not the server's (${ZONES.length} zones; ${inWeek53.length.toLocaleString('en')} instants in a week 53)`,
        figure: `${differ} of ${compared.toLocaleString('en')}`,
        target: `0 of ${all.toLocaleString('en')}`,
        isMet: differ === 0 && compared === all && inWeek53.length > 0,
      },
    ]
  } finally {
    await page.close()
    await browser.close()
    await db.$client.end()
  }
}

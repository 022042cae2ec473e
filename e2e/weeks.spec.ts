import { openCalendarPage } from '#e2e/support/calendar-page.ts'
import { expect, test } from '#e2e/support/test.ts'
import { compareCalendars, SERVER } from '#lib/testing/weeks/compare.ts'
import { instantsOf, ZONES } from '#lib/testing/weeks/instants.ts'

test('R11 a browser places instants in the same day, week and minute as the server, in every zone', async ({
  page,
}) => {
  const calendar = await openCalendarPage(page)
  const found = await compareCalendars([SERVER, calendar], instantsOf(20_000), ZONES)
  await calendar.close()
  expect(found.examples).toEqual([])
  expect(found).toMatchObject({ compared: 20_000 * ZONES.length, differ: 0 })
})

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Calendar } from '#lib/testing/weeks/compare.ts'
import type * as Lines from '#lib/testing/weeks/line.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** The only files of the repository that the server serves. */
const MODULES = ['calendar-date.ts', 'week.ts', 'zone.ts', 'testing/weeks/line.ts'].map(
  (file) => `/lib/${file}`,
)
const PAGE = `<!doctype html><title>Calendar</title>
<script type="importmap">{"imports":{"#lib/":"/lib/"}}</script>
<script type="module">globalThis.calendar = await import('#lib/testing/weeks/line.ts')</script>`

type InPage = typeof globalThis & { calendar?: typeof Lines }

/**
 * Loads the calendar modules of Furrow's pages into a browser page, with only their types stripped, so that a
 * test can compare how the browser places instants. The caller closes the result.
 */
export async function openCalendarPage(page: Page): Promise<Calendar & { close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const file = MODULES.find((module) => module === request.url)
    const type = file ? 'text/javascript' : 'text/html'
    const body = file ? stripTypeScriptTypes(await readFile(path.join(ROOT, file), 'utf8')) : PAGE
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The page has no port')
  await page.goto(`http://127.0.0.1:${address.port}/`)
  await page.waitForFunction(() => (globalThis as InPage).calendar !== undefined)
  return {
    name: 'browser',
    digest: (instants, zone) => page.evaluate(digestInPage, { instants: [...instants], zone }),
    lines: (instants, zone) => page.evaluate(linesInPage, { instants: [...instants], zone }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Asked = { instants: number[]; zone: string }

function digestInPage({ instants, zone }: Asked): Promise<string> | string {
  return (globalThis as InPage).calendar?.calendarDigest(instants, zone) ?? ''
}

function linesInPage({ instants, zone }: Asked): string[] {
  return (globalThis as InPage).calendar?.calendarLines(instants, zone) ?? []
}

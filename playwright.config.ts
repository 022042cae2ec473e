import { defineConfig } from '@playwright/test'
import { chooseAddresses, OPERATOR_SESSION } from '#e2e/support/addresses.ts'
import { CHROMIUM_FLAGS, findChromium } from '#e2e/support/browser.ts'
import { chooseTestDay } from '#lib/testing/test-day.ts'

chooseTestDay()

const browser = await findChromium()
const { appUrl, readyUrl } = await chooseAddresses()

const asOperator = { storageState: OPERATOR_SESSION }

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  // One upstream serves the run, and one viewer has one share of the API: what breaks the one or uses up the other comes
  // after the rest, one file after the other; what all of it left in the log is read at the end.
  projects: [
    { name: 'sign-in', testMatch: /sign-in\.setup/ },
    {
      name: 'screens',
      testIgnore: /(matrix|scope|servers|journey|sources(-care)?|downloads|packs|hostile|log)\.spec/,
      use: asOperator,
      dependencies: ['sign-in'],
    },
    // Whole lists are compared with what the upstream holds: nothing else may change it meanwhile.
    { name: 'access', testMatch: /(matrix|scope|servers|journey)\.spec/, dependencies: ['screens'] },
    { name: 'faults', testMatch: /sources\.spec/, use: asOperator, dependencies: ['access'] },
    { name: 'care', testMatch: /sources-care\.spec/, use: asOperator, dependencies: ['faults'] },
    { name: 'packs', testMatch: /packs\.spec/, use: asOperator, dependencies: ['care'] },
    { name: 'downloads', testMatch: /downloads\.spec/, use: asOperator, dependencies: ['packs'] },
    { name: 'hostile', testMatch: /hostile\.spec/, use: asOperator, dependencies: ['downloads'] },
    { name: 'log', testMatch: /log\.spec/, use: asOperator, dependencies: ['hostile'] },
  ],
  use: {
    baseURL: appUrl,
    locale: 'en-GB',
    timezoneId: 'Africa/Lagos',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      args: CHROMIUM_FLAGS,
      env: { ...(process.env as Record<string, string>), ...browser.env },
    },
  },
  // The whole product against a sandbox of its own; ready once the first full reading is complete.
  webServer: {
    command: `"${process.execPath}" --conditions=react-server e2e/support/serve.ts`,
    url: readyUrl,
    timeout: 180_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
  },
})

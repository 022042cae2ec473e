import { defineConfig } from '@playwright/test'
import { chooseAddresses, OPERATOR_SESSION } from '#e2e/support/addresses.ts'
import { CHROMIUM_FLAGS, findChromium } from '#e2e/support/browser.ts'
import { PATIENCE_MS } from '#lib/testing/patience.ts'
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
  // Long, as the machines differ by a factor of ten: a test that asserts how fast something is has its own deadline.
  timeout: PATIENCE_MS,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  // The run has one upstream and one viewer with one share of the API's rate limit. Files that break the
  // upstream or use up the limit therefore run after the rest, one after the other. The log is checked last.
  projects: [
    { name: 'sign-in', testMatch: /sign-in\.setup/ },
    {
      name: 'screens',
      testIgnore:
        /(matrix|scope|servers|journey|source-diagnostics|sources|downloads|packs|hostile|log)\.spec/,
      use: asOperator,
      dependencies: ['sign-in'],
    },
    // These compare whole lists with the rows that the upstream holds, so nothing else may change the
    // upstream meanwhile.
    { name: 'access', testMatch: /(matrix|scope|servers|journey)\.spec/, dependencies: ['screens'] },
    { name: 'faults', testMatch: /sources\.spec/, use: asOperator, dependencies: ['access'] },
    { name: 'diagnostics', testMatch: /source-diagnostics\.spec/, use: asOperator, dependencies: ['faults'] },
    { name: 'packs', testMatch: /packs\.spec/, use: asOperator, dependencies: ['diagnostics'] },
    { name: 'downloads', testMatch: /downloads\.spec/, use: asOperator, dependencies: ['packs'] },
    { name: 'hostile', testMatch: /hostile\.spec/, use: asOperator, dependencies: ['downloads'] },
    { name: 'log', testMatch: /log\.spec/, use: asOperator, dependencies: ['hostile'] },
  ],
  use: {
    baseURL: appUrl,
    locale: 'en-GB',
    timezoneId: 'Africa/Lagos',
    // A trace of every test would take a quarter of the run's processor time, so none is recorded unless asked for.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      args: CHROMIUM_FLAGS,
      env: { ...(process.env as Record<string, string>), ...browser.env },
    },
  },
  // The whole product against its own sandbox; ready once the first full sync is complete.
  webServer: {
    command: `"${process.execPath}" --conditions=react-server e2e/support/serve.ts`,
    url: readyUrl,
    timeout: 180_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
  },
})

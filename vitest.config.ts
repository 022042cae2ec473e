import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from '#lib/testing/longest-first.ts'
import { chooseTestDay } from '#lib/testing/test-day.ts'

chooseTestDay()

// Files in lib/server import 'server-only', which is empty on the server and fails to load anywhere else.
const serverOnly = path.resolve(import.meta.dirname, 'node_modules/server-only/empty.js')
const conditions = ['react-server', 'node']
const serverConditions = { resolve: { conditions, alias: { 'server-only': serverOnly } } }

/** More workers than processors, because most long tests wait for processes that they started. */
const WORKERS = 4

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...serverConditions,
        ssr: { resolve: { conditions } },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{lib,components,bin,app,rehearsal}/**/*.test.ts'],
          testTimeout: 20_000,
          maxWorkers: WORKERS,
        },
      },
      {
        test: {
          name: 'screens',
          environment: 'jsdom',
          include: ['components/**/*.test.tsx'],
          setupFiles: ['components/testing/browser.ts', 'components/testing/next.ts'],
          // Loading React and jsdom once for each worker, not for each file, saves most of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: WORKERS,
        },
      },
      {
        ...serverConditions,
        ssr: { resolve: { conditions } },
        test: {
          name: 'integration',
          environment: 'node',
          include: ['{lib,app,bin}/**/*.itest.ts'],
          globalSetup: ['lib/testing/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: WORKERS,
        },
      },
      {
        ...serverConditions,
        ssr: { resolve: { conditions } },
        test: {
          name: 'rehearsal',
          environment: 'node',
          include: ['rehearsal/**/*.itest.ts'],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          disableConsoleIntercept: true,
          maxWorkers: WORKERS,
        },
      },
    ],
  },
})

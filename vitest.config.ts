import path from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from '#lib/testing/longest-first.ts'
import { filesOfOwnProcess } from '#lib/testing/own-process.ts'
import { PATIENCE_MS } from '#lib/testing/patience.ts'
import { chooseTestDay } from '#lib/testing/test-day.ts'

chooseTestDay()

// Files in lib/server import 'server-only', which is empty on the server and fails to load anywhere else.
const serverOnly = path.resolve(import.meta.dirname, 'node_modules/server-only/empty.js')
const conditions = ['react-server', 'node']
const serverConditions = { resolve: { conditions, alias: { 'server-only': serverOnly } } }

/** More workers than processors, because most long tests wait for processes that they started. */
const WORKERS = 4

/** Long, as the machines differ by a factor of ten: a test that asserts how fast something is has its own deadline. */
const patience = {
  testTimeout: 2 * PATIENCE_MS,
  hookTimeout: 2 * PATIENCE_MS,
  expect: { poll: { timeout: PATIENCE_MS } },
}

type Further = { alone?: string[]; globalSetup?: string[] }

/**
 * Two projects of the test files of a pattern. In the first, each worker runs many files, which load the modules and warm
 * the code up once: a third of the processor time of short files. The files that change their process, and those of the
 * patterns `alone`, run in one of their own.
 */
function serverProjects(name: string, pattern: string, { alone = [], ...further }: Further = {}) {
  const own = [...filesOfOwnProcess(import.meta.dirname, pattern), ...alone]
  const project = { ...patience, ...further, environment: 'node', maxWorkers: WORKERS } as const
  const shared = {
    ...{ name, include: [pattern], exclude: own, isolate: false },
    setupFiles: ['lib/testing/fresh-process.ts'],
  }
  return [shared, { name: `${name}-own-process`, include: own }].map((files) => ({
    ...serverConditions,
    ssr: { resolve: { conditions } },
    test: { ...project, ...files },
  }))
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      ...serverProjects('unit', '{lib,components,bin,app,rehearsal}/**/*.test.ts'),
      {
        test: {
          name: 'screens',
          environment: 'jsdom',
          include: ['components/**/*.test.tsx'],
          setupFiles: ['components/testing/next.ts', 'components/testing/browser.ts'],
          // Loading React and jsdom once for each worker, not for each file, saves most of the time.
          isolate: false,
          // jsdom draws its frames by `setInterval`. Faked for one test, it would stop the frames of all later ones.
          fakeTimers: { toFake: ['setTimeout', 'clearTimeout', 'Date'] },
          ...patience,
          maxWorkers: WORKERS,
        },
      },
      ...serverProjects('integration', '{lib/server,lib/sandbox}/**/*.itest.ts', {
        // These mostly start programs, break what they use, or run for a minute: little would be saved.
        alone: ['{app,bin,lib/testing}/**/*.itest.ts'],
        globalSetup: ['lib/testing/postgres.ts'],
      }),
      {
        ...serverConditions,
        ssr: { resolve: { conditions } },
        test: {
          name: 'rehearsal',
          environment: 'node',
          include: ['rehearsal/**/*.itest.ts'],
          ...patience,
          testTimeout: 600_000,
          disableConsoleIntercept: true,
          maxWorkers: WORKERS,
        },
      },
    ],
  },
})

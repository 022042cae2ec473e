import { defineConfig } from 'vitest/config'

// lib/server files import 'server-only', which lets itself be loaded under this condition.
const serverConditions = { resolve: { conditions: ['react-server', 'node'] } }

export default defineConfig({
  test: {
    projects: [
      {
        ...serverConditions,
        ssr: serverConditions,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{lib,components,bin,app}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        ...serverConditions,
        ssr: serverConditions,
        test: {
          name: 'integration',
          environment: 'node',
          include: ['{lib,app,bin}/**/*.itest.ts'],
          globalSetup: ['lib/server/testing/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})

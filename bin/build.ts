import { explainFailure } from './explain.ts'
import { build } from './pages.ts'
import { fail, say } from './say.ts'

// `npm run build`: builds the pages the way `npm start` would, so that the next start has nothing to build.

const started = performance.now()
await build(() => say('Pages       another process is building them; waiting for it …')).catch(
  (error: unknown) => fail(explainFailure(error)),
)
say(
  `Pages       built in ${Math.round((performance.now() - started) / 1000)} s; the next npm start uses them`,
)

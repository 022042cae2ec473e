import { commandWords } from '#lib/words/command-words.ts'
import { explainFailure } from './explain.ts'
import { build } from './pages.ts'
import { fail, labelled, say } from './say.ts'

// `npm run build`: builds the pages the way `npm start` would, so that the next start has nothing to build.

const t = commandWords('start')
const started = performance.now()
await build(() => say(labelled('pages', t('pages.waiting')))).catch((error: unknown) =>
  fail(explainFailure(error)),
)
const seconds = Math.round((performance.now() - started) / 1000)
say(labelled('pages', t('pages.built-for-start', { seconds })))

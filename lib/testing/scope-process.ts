import 'server-only'
import type { Viewer } from '#lib/server/viewer.ts'
import type { ScopeGroup } from './scope-answers.ts'
import type { Asked } from './scope-asked.ts'
import { makeSwitches } from './scope-sites.ts'

// Runs the product's reads in their own process, with scope predicates removed from the code on demand.

export type ScopeQuestion = {
  viewer: Viewer
  asked: Asked
  off: readonly string[] | 'all'
  /** Which answers are asked for; by default all. */
  groups?: readonly ScopeGroup[]
}

let off: ScopeQuestion['off'] = []
makeSwitches((site) => off === 'all' || off.includes(site))
// Loaded only now, so that the switches apply to the loaded code.
const { scopeAnswers } = await import('./scope-answers.ts')

process.on('message', async (question: ScopeQuestion) => {
  off = question.off
  const { viewer, asked, groups } = question
  const answers = await scopeAnswers(viewer, asked, groups).catch((error: unknown) => String(error))
  process.send?.(answers)
})
process.once('disconnect', () => process.exit(0))
process.send?.('ready')

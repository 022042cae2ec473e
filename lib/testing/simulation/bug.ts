import 'server-only'
import type * as listAggregates from '#lib/server/lists/aggregates.ts'
import type * as aggregates from '#lib/server/sync/aggregates.ts'
import type * as answerCheck from '#lib/server/sync/answer-check.ts'
import type * as apply from '#lib/server/sync/apply.ts'
import type * as attribution from '#lib/server/sync/attribution.ts'
import type * as changes from '#lib/server/sync/changes.ts'
import type * as checkAggregates from '#lib/server/sync/check-aggregates.ts'
import type * as checkedWalk from '#lib/server/sync/checked-walk.ts'
import type * as claims from '#lib/server/sync/claims.ts'
import type * as collectedAges from '#lib/server/sync/collected-ages.ts'
import type * as contractStandings from '#lib/server/sync/contract-standings.ts'
import type * as contracts from '#lib/server/sync/contracts.ts'
import type * as derivedAggregates from '#lib/server/sync/derived-aggregates.ts'
import type * as doubts from '#lib/server/sync/doubts.ts'
import type * as linkStage from '#lib/server/sync/link-stage.ts'
import type * as lists from '#lib/server/sync/lists.ts'
import type * as mass from '#lib/server/sync/mass.ts'
import type * as probe from '#lib/server/sync/probe.ts'
import type * as rowFacts from '#lib/server/sync/row-facts.ts'
import type * as runStamp from '#lib/server/sync/run-stamp.ts'
import type * as walk from '#lib/server/sync/walk.ts'
import type * as write from '#lib/server/sync/write.ts'

/** Modules in which bugs are planted, by their path below `lib/server`. */
type Modules = {
  'lists/aggregates.ts': typeof listAggregates
  'sync/aggregates.ts': typeof aggregates
  'sync/answer-check.ts': typeof answerCheck
  'sync/apply.ts': typeof apply
  'sync/attribution.ts': typeof attribution
  'sync/changes.ts': typeof changes
  'sync/check-aggregates.ts': typeof checkAggregates
  'sync/checked-walk.ts': typeof checkedWalk
  'sync/claims.ts': typeof claims
  'sync/collected-ages.ts': typeof collectedAges
  'sync/contract-standings.ts': typeof contractStandings
  'sync/contracts.ts': typeof contracts
  'sync/derived-aggregates.ts': typeof derivedAggregates
  'sync/doubts.ts': typeof doubts
  'sync/link-stage.ts': typeof linkStage
  'sync/lists.ts': typeof lists
  'sync/mass.ts': typeof mass
  'sync/probe.ts': typeof probe
  'sync/row-facts.ts': typeof rowFacts
  'sync/run-stamp.ts': typeof runStamp
  'sync/walk.ts': typeof walk
  'sync/write.ts': typeof write
}

/**
 * A mistake that the simulator must find. `replaces` gives, by module and name, functions that take an
 * exported function of the sync and return the one that its importers get instead.
 */
export type Bug = {
  name: string
  replaces: {
    [File in keyof Modules]?: {
      [Name in keyof Modules[File]]?: (real: Modules[File][Name]) => Modules[File][Name]
    }
  }
}

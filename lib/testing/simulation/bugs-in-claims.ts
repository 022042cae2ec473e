import 'server-only'
import type { Slice } from '#lib/server/sync/checked-walk.ts'
import type { MirrorRecord } from '#lib/server/sync/row.ts'
import type { ListPage } from '#lib/server/upstream/contract.ts'
import type { PartFault, WindowReason } from '#lib/window-reasons.ts'
import type { Bug } from './bug.ts'

type Slices = (value: string) => Slice<MirrorRecord>

const trusted = async () => ({ isTrusted: true }) as const

/** Passes on the faults of walks by a filter, which the bug hides. */
const hiddenFaults = new WeakMap<object, (fault: PartFault) => void>()

/** Mistakes in what the filters of a source are taken to say about the rows of a window. */
export const CLAIM_BUGS: readonly Bug[] = [
  {
    name: 'attribution is lost when the walks by a filter break off',
    replaces: {
      'sync/attribution.ts': {
        attribute: (real) => (row, input) => {
          const attributed = real(row, input)
          if (row.fundingSource !== null || input.claims.fundingSource.isComplete) return attributed
          return { ...attributed, fundingSource: null, assignment: 'unassigned' }
        },
      },
    },
  },
  {
    name: 'a row claimed twice goes to the first that claimed it',
    replaces: {
      'sync/attribution.ts': {
        attribute: (real) => (row, input) => {
          const { fundingSource } = input.claims
          if (!fundingSource.isComplete) return real(row, input)
          const byId = new Map([[row.id, (fundingSource.byId.get(row.id) ?? []).slice(0, 1)]])
          return real(row, {
            ...input,
            claims: { ...input.claims, fundingSource: { ...fundingSource, byId } },
          })
        },
      },
    },
  },
  {
    name: 'an ignored filter is believed',
    replaces: {
      'sync/claims.ts': { readClaims: (real) => (options) => real({ ...options, prove: trusted }) },
    },
  },
  {
    name: 'a filter is proved before its walks alone',
    replaces: {
      'sync/claims.ts': {
        readClaims: (real) => (options) =>
          real({
            ...options,
            probe: (isFresh) => (isFresh ? trusted() : options.probe(false)),
            prove: trusted,
            slice: readOnce(options.slice),
          }),
      },
    },
  },
  {
    name: 'a row claimed twice leaves its funding source unsaid',
    replaces: {
      'sync/doubts.ts': {
        doubtsAfter: (real) => (former, changes, stored, readIds) =>
          real(former, { ...changes, lost: new Map() }, stored, readIds),
      },
    },
  },
  {
    name: 'a filter that matches parts of names is believed',
    replaces: {
      'sync/probe.ts': { probeFilter: (real) => (options) => real({ ...options, values: [] }) },
    },
  },
  {
    name: 'claims count though one of their walks had a fault',
    replaces: {
      'sync/checked-walk.ts': {
        readChecked: (real) => async (slice, extra, isPart) => {
          const reading = await real(slice, extra, isPart)
          const { fault, rejected } = reading
          const hide = hiddenFaults.get(slice)
          if (hide === undefined || (fault === null && rejected.length === 0)) return reading
          hide(fault ?? { code: 'no_id', rows: rejected.length })
          return { ...reading, fault: null, rejected: [] }
        },
      },
      'sync/claims.ts': {
        readClaims: (real) => async (options) => {
          const faults: WindowReason[] = []
          const claims = await real({
            ...options,
            slice: (value) => {
              const slice = options.slice(value)
              hiddenFaults.set(slice, (fault) => {
                faults.push({ code: 'part', filter: options.name, value, fault })
              })
              return slice
            },
          })
          if (!claims.isComplete) return claims
          return { ...claims, reasons: [...faults, ...claims.reasons] }
        },
      },
    },
  },
  {
    name: 'a refused name passes for one that claims nothing',
    replaces: {
      'sync/claims.ts': {
        readClaims: (real) => async (options) => {
          const claims = await real(options)
          return claims.isComplete ? { ...claims, reasons: [] } : claims
        },
      },
    },
  },
]

/** Reads each value's slice from the source once: a second reading of it gets the pages of the first. */
function readOnce(slices: Slices): Slices {
  const known = new Map<string, Map<string | null, ListPage<MirrorRecord>>>()
  return (value) => {
    const slice = slices(value)
    const former = known.get(value)
    if (former !== undefined)
      return { ...slice, read: async (token) => former.get(token) ?? slice.read(token) }
    const pages = new Map<string | null, ListPage<MirrorRecord>>()
    known.set(value, pages)
    return {
      ...slice,
      read: async (token) => {
        const page = await slice.read(token)
        pages.set(token, page)
        return page
      },
    }
  }
}

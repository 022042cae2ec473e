import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SCOPED_TABLES } from '#lib/server/db/grants.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from './ask.ts'
import type { TestDatabase } from './database.ts'
import { SCOPE_GROUPS, type ScopeGroup, scopeAnswers } from './scope-answers.ts'
import type { Asked } from './scope-asked.ts'
import { expectedAnswers } from './scope-oracle.ts'
import type { ScopeQuestion } from './scope-process.ts'
import { putScopedRows } from './scope-rows.ts'
import { scopeSites } from './scope-sites.ts'

let own: TestDatabase
let asked: Asked
beforeAll(async () => {
  own = await openTestDatabase()
  asked = await putScopedRows(own.db)
})
afterAll(() => own.drop())

const ofTwo = financier('AGRI-1', 'Heifer')
const VIEWERS: [string, Viewer][] = [
  ['an operator', operator],
  ['a financier of two funding sources', ofTwo],
  ['a financier of one', financier('AGRI-2')],
  ['a financier of another', financier('AGRI-9')],
  ['a financier of none', financier()],
]
/** An operator has no scope to enforce, so nothing of the code or the database can be taken away. */
const SCOPED = VIEWERS.filter(([, viewer]) => viewer !== operator)

describe("every read function returns the rows of the viewer's scope and nothing else", () => {
  test.each(VIEWERS)('%s', async (_name, viewer) => {
    expect(await scopeAnswers(viewer, asked)).toEqual(await expectedAnswers(own.db, viewer))
  })
})

const SERVER = path.resolve(import.meta.dirname, '../server')

/** Finds every scope predicate in the product's statements. */
async function sitesInCode(): Promise<{ sites: string[]; calls: number }> {
  const sites: string[] = []
  let calls = 0
  for await (const file of glob('**/*.ts', { cwd: SERVER })) {
    if (file.endsWith('itest.ts')) continue
    const text = readFileSync(path.join(SERVER, file), 'utf8')
    calls += text.split(/(?<!function )\binScope\(/).length - 1
    sites.push(...scopeSites(file, text))
  }
  return { sites, calls }
}

/** Which answers a folder of lib/server mostly shapes. */
const GROUP_OF: Record<string, ScopeGroup> = {
  'billing-periods': 'periods',
  invoices: 'invoices',
  contracts: 'contracts',
  collections: 'figures',
  live: 'details',
  notes: 'details',
}

describe('the scope is enforced twice: by predicates and by row-level security', () => {
  let child: ChildProcess
  beforeAll(async () => {
    child = fork(path.join(import.meta.dirname, 'scope-process.ts'), {
      execArgv: ['--conditions=react-server'],
      env: { ...process.env, FURROW_DATABASE_URL: own.url },
    })
    await once(child, 'message')
    return () => void child.kill()
  })

  async function without(
    off: ScopeQuestion['off'],
    viewer: Viewer,
    groups?: readonly ScopeGroup[],
  ): Promise<unknown> {
    child.send({ viewer, asked, off, groups } satisfies ScopeQuestion)
    const [answers] = await once(child, 'message')
    return answers
  }

  test.each(SCOPED)(
    'returns nothing more to %s with every predicate removed from the code',
    async (_name, viewer) => {
      expect(await without('all', viewer)).toEqual(await expectedAnswers(own.db, viewer))
    },
  )

  describe('without row-level security', () => {
    const onAll = async (change: string) => {
      for (const table of SCOPED_TABLES)
        await own.db.execute(sql.raw(`alter table ${table} ${change} row level security`))
    }
    beforeAll(async () => {
      await onAll('disable')
      return () => onAll('enable')
    })

    test.each(SCOPED)('returns nothing more to %s with the predicates alone', async (_name, viewer) => {
      expect(await scopeAnswers(viewer, asked)).toEqual(await expectedAnswers(own.db, viewer))
    })

    test('depends on each predicate: removing one changes a response', async () => {
      const { sites, calls } = await sitesInCode()
      expect([calls, sites.length > 8]).toEqual([sites.length, true])
      const expected = await expectedAnswers(own.db, ofTwo)
      expect(await without([], ofTwo)).toEqual(expected)
      // Whether a contract has a namesake depends on its predicate only for a viewer of one funding source.
      const ofOne = financier('AGRI-2')
      const expectedOfOne = await expectedAnswers(own.db, ofOne)
      const whole = new Map<string, Record<string, unknown>>([
        ['two', expected],
        ['one', expectedOfOne],
      ])
      const isChanged = async (name: 'one' | 'two', site: string, group: ScopeGroup) => {
        const answers = await without([site], name === 'two' ? ofTwo : ofOne, [group])
        if (typeof answers !== 'object' || answers === null) return true
        return Object.entries(answers).some(
          ([question, answer]) => !isDeepStrictEqual(answer, whole.get(name)?.[question]),
        )
      }
      const hasEffect = async (site: string) => {
        // Most predicates show in the answers of their own folder, which are far fewer than all.
        const near = GROUP_OF[site.split('/')[0] ?? ''] ?? 'periods'
        for (const name of ['two', 'one'] as const)
          for (const group of new Set([near, ...SCOPE_GROUPS]))
            if (await isChanged(name, site, group)) return true
        return false
      }
      for (const site of sites) expect(await hasEffect(site), site).toBe(true)
    })
  })
})

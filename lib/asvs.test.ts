import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

// docs/asvs.csv answers OWASP ASVS 5.0.0 requirement by requirement, for levels 1 and 2.

const ROOT = path.resolve(import.meta.dirname, '..')
const DECISIONS = ['met', 'partly', 'not met', 'not applicable']
const HEAD = 'id,level,topic,decision,evidence,note'

/** The requirements of level 1 and the ones that level 2 adds, as section and number ranges. */
const REQUIRED: Record<string, string> = {
  1: `V1.2.1-5 V1.3.1-2 V1.5.1 V2.1.1 V2.2.1-2 V2.3.1 V3.2.1-2 V3.3.1 V3.4.1-2 V3.5.1-3 V4.1.1 V4.4.1 V5.2.1-2
    V5.3.1-2 V6.1.1 V6.2.1-8 V6.3.1-2 V6.4.1-2 V7.2.1-4 V7.4.1-2 V8.1.1 V8.2.1-2 V8.3.1 V9.1.1-3 V9.2.1 V10.4.1-5
    V11.3.1-2 V11.4.1 V12.1.1 V12.2.1-2 V13.4.1 V14.2.1 V14.3.1 V15.1.1 V15.2.1 V15.3.1`,
  2: `V1.1.1-2 V1.2.6-9 V1.3.3-11 V1.4.1-3 V1.5.2 V2.1.2-3 V2.2.3 V2.3.2-4 V2.4.1 V3.3.2-4 V3.4.3-6 V3.5.4-5
    V3.7.1-2 V4.1.2-3 V4.2.1 V4.3.1-2 V4.4.2-4 V5.1.1 V5.2.3 V5.4.1-3 V6.1.2-3 V6.2.9-12 V6.3.3-4 V6.4.3-4 V6.5.1-5
    V6.6.1-3 V6.8.1-4 V7.1.1-3 V7.3.1-2 V7.4.3-5 V7.5.1-2 V7.6.1-2 V8.1.2 V8.2.3 V8.4.1 V9.2.2-4 V10.1.1-2 V10.2.1-2
    V10.3.1-4 V10.4.6-11 V10.5.1-5 V10.6.1-2 V10.7.1-3 V11.1.1-2 V11.2.1-3 V11.3.3 V11.4.2-4 V11.5.1 V11.6.1 V12.1.2-3
    V12.3.1-4 V13.1.1 V13.2.1-5 V13.3.1-2 V13.4.2-5 V14.1.1-2 V14.2.2-4 V14.3.2-3 V15.1.2-3 V15.2.2-3 V15.3.2-7
    V16.1.1 V16.2.1-5 V16.3.1-4 V16.4.1-3 V16.5.1-3 V17.1.1 V17.2.1-4 V17.3.1-2`,
}

/** Expands ranges: `V1.2.3-5` is V1.2.3, V1.2.4 and V1.2.5. */
function idsOf(written: string): string[] {
  return written.split(/\s+/).flatMap((part) => {
    const [, section = '', first = '', last = first] = /^(V\d+\.\d+)\.(\d+)(?:-(\d+))?$/.exec(part) ?? []
    return Array.from(
      { length: Number(last) - Number(first) + 1 },
      (_, at) => `${section}.${Number(first) + at}`,
    )
  })
}

const [head, ...lines] = readFileSync(path.join(ROOT, 'docs/asvs.csv'), 'utf8').trimEnd().split('\n')
const rows = lines.map((line) => {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
  const [id = '', level = '', topic = '', decision = '', evidence = '', note = ''] = cells
  return {
    id,
    level,
    topic,
    decision,
    evidence: evidence.split(' ').filter(Boolean),
    note,
    cells: cells.length,
  }
})

test('answers every requirement of ASVS 5.0.0 levels 1 and 2 exactly once', () => {
  expect(head).toBe(HEAD)
  const wanted = Object.entries(REQUIRED).flatMap(([level, written]) =>
    idsOf(written).map((id) => `${id} level ${level}`),
  )
  expect(wanted).toHaveLength(253)
  expect(rows.map(({ id, level }) => `${id} level ${level}`).toSorted()).toEqual(wanted.toSorted())
})

test('gives each answer one of four decisions, a topic and a one-sentence reason', () => {
  const isWrong = ({ decision, topic, note, cells }: (typeof rows)[number]) =>
    cells !== 6 ||
    !DECISIONS.includes(decision) ||
    topic.length < 3 ||
    note.length > 200 ||
    !note.endsWith('.')
  expect(rows.filter(isWrong)).toEqual([])
  const count = (wanted: string) => rows.filter(({ decision }) => decision === wanted).length
  console.info(`ASVS 5.0.0, level 1 and 2: ${DECISIONS.map((one) => `${count(one)} ${one}`).join(', ')}`)
})

test('names an existing test or document for every requirement that is met or partly met', () => {
  const evidence = rows.flatMap(({ id, evidence }) => evidence.map((file) => `${id} ${file}`))
  expect(evidence.length).toBeGreaterThan(200)
  expect(evidence.filter((entry) => !existsSync(path.join(ROOT, entry.split(' ')[1] ?? '')))).toEqual([])
  const proves = (file: string) => /\.(test|itest|spec)\.ts$|\.md$/.test(file)
  const claimed = rows.filter(({ decision }) => decision === 'met' || decision === 'partly')
  expect(claimed.filter(({ evidence }) => !evidence.some(proves))).toEqual([])
})

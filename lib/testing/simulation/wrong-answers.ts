import 'server-only'
import { addDays, type Day, daysBetween } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'
import { type Answer, answerTo, isFiltered, listed, type Question } from './questions.ts'
import type { Random } from './random.ts'
import {
  CURRENCIES,
  FUNDING_SOURCES,
  type Nature,
  type World,
  type WorldRow,
  type WrongKind,
} from './world.ts'

type Note = (line: string) => void

const KINDS: Record<NonNullable<Nature['wrongs']>, readonly WrongKind[]> = {
  filters: ['any-name', 'other-name'],
  days: ['any-day', 'week-before', 'week-after'],
  empty: ['nothing'],
  doubled: [],
}

function kindsOf({ nature: { wrongs } }: World): readonly WrongKind[] {
  return wrongs === null ? [] : KINDS[wrongs]
}

/** Starts or ends wrong answers between two runs. */
export function changeWrongs(world: World, random: Random, note: Note): void {
  const kinds = kindsOf(world)
  if (kinds.length === 0) return
  if (world.wrong !== null) {
    if (random.chance(0.4)) return
    world.wrong = null
    note('upstream: answers what it is asked again')
  } else if (random.chance(0.25)) {
    world.wrong = {
      kind: random.pick(kinds),
      calls: Number.POSITIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
    }
    world.doubtful = random.pick(weeksWithRows(world))
    note(`upstream: answers with ${world.wrong.kind} from now on`)
  }
}

/**
 * True if wrong answers may begin in the middle of a run. Wrong days can always be detected, so they may
 * begin at any time.
 */
export function mayMislead(world: World): boolean {
  const isOften = world.nature.wrongs === 'days'
  return kindsOf(world).length > 0 && world.wrong === null && (isOften || !world.wasMisleading)
}

/** Starts wrong answers in the middle of a run, for some calls or seconds. */
export function mislead(world: World, random: Random): string {
  const calls = random.int(1, 6)
  const seconds = random.int(1, 20)
  world.wrong = { kind: random.pick(kindsOf(world)), calls, until: world.now + seconds * 1000 }
  world.wasMisleading = true
  return `upstream: answers ${calls} calls of the next ${seconds} s with ${world.wrong.kind}`
}

/**
 * Makes another funding source's filter list a row too, or ends this, between two runs.
 * @param isAttributed true if the mirror has the row under its funding source.
 */
export function changeDoubled(
  world: World,
  random: Random,
  isAttributed: (id: string) => boolean,
  note: Note,
): void {
  if (world.doubled !== null) {
    world.doubtful = weekOf(world, world.doubled.row)
    if (random.chance(0.85)) return
    world.doubled = null
    world.changes += 1
    note('upstream: each row is listed by one filter again')
    return
  }
  const rows = world.rows.filter((row) => isAttributed(row.id) && isClaimed(world, row))
  if (rows.length === 0 || !random.chance(0.7)) return
  const row = random.pick(rows)
  const own = world.current(row)?.fund ?? null
  const fund = random.pick(world.nature.configuredFunds.filter((name) => name !== own))
  world.doubled = { row, own, fund }
  world.doubtful = weekOf(world, row)
  world.changes += 1
  note(`upstream: ${row.id} is listed by the filter of ${fund} too`)
}

function isClaimed(world: World, row: WorldRow): boolean {
  return world.nature.configuredFunds.includes(world.current(row)?.fund ?? '')
}

function weekOf(world: World, row: WorldRow): Day | null {
  const content = world.current(row)
  return content === null ? null : world.windowOf(content, weekStart(world.today()))
}

function weeksWithRows(world: World): (Day | null)[] {
  const weeks = world.rows.map((row) => weekOf(world, row))
  return weeks.length > 0 ? weeks : [null]
}

export type WrongAnswer = Answer & { kind: WrongKind }

/**
 * Returns the wrong answer that a call gets; null for a right one. Except for an empty list, answers that
 * nobody could tell from right ones are not given.
 */
export function wrongAnswerTo(world: World, question: Question, token: string | null): WrongAnswer | null {
  const kind = nextKind(world)
  if (kind === null) return null
  if (kind === 'nothing') {
    const hasRows = token === null && listed(world, question).length > 0
    return hasRows ? { kind, part: [], total: 0, next: null } : null
  }
  const other = otherQuestion(kind, question)
  if (other === null) return null
  const answer = answerTo(world, other, token)
  const isTold =
    kind === 'any-name' ||
    (kind === 'other-name' ? isDoubtful(world, question) : isStrange(world, question, answer))
  return isTold ? { kind, ...answer } : null
}

/** Counts a call and returns the kind of wrong answer that it gets, or null. */
export function nextKind(world: World): WrongKind | null {
  const { wrong } = world
  if (wrong === null) return null
  if (wrong.calls === 0 || world.now > wrong.until) {
    world.wrong = null
    return null
  }
  wrong.calls -= 1
  return wrong.kind
}

function otherQuestion(kind: WrongKind, question: Question): Question | null {
  const { from, to, currency, fund } = question
  const hasName = currency !== undefined || fund !== undefined
  const moved = (day: Day | undefined, days: number) => (day === undefined ? undefined : addDays(day, days))
  switch (kind) {
    case 'any-name':
      return hasName ? { ...question, currency: undefined, fund: undefined } : null
    case 'other-name':
      return hasName
        ? { ...question, currency: nextName(CURRENCIES, currency), fund: nextName(FUNDING_SOURCES, fund) }
        : null
    case 'any-day':
      return { ...question, from: undefined, to: undefined }
    default:
      return {
        ...question,
        from: moved(from, kind === 'week-before' ? -7 : 7),
        to: moved(to, kind === 'week-before' ? -7 : 7),
      }
  }
}

/**
 * Returns the next name, or no filter for a name that does not exist. Without the latter, no probe of a
 * filter could fail.
 */
function nextName(names: readonly string[], name: string | undefined): string | undefined {
  return name === undefined || !names.includes(name)
    ? undefined
    : names[(names.indexOf(name) + 1) % names.length]
}

/**
 * A claim of at most this many rows is always read twice, because all of them may come from a filter that
 * does not filter.
 */
const DOUBTFUL_ROWS = 5

/**
 * True if claims of these days are proved before use, however few they are. A small claim among many rows
 * with a matching count cannot be told from another name's answer.
 */
function isDoubtful(world: World, question: Question): boolean {
  const { from, to } = question
  const isWhole =
    from !== undefined && (to === undefined ? from <= world.today() : daysBetween(from, to) >= 6)
  if (!isWhole) return false
  const whole = listed(world, { ...question, currency: undefined, fund: undefined })
  return !world.nature.hasCounts || whole.length <= DOUBTFUL_ROWS
}

/**
 * Days beyond the range on which rows of a right answer may lie, because of another time zone or range end.
 */
const UNCLEAR_DAYS = 2

/** True if a readable row of the answer lies on a day that was certainly not requested. */
function isStrange(world: World, { from, to }: Question, { part }: Answer): boolean {
  const unclear = world.nature.kind === 'billing-periods' ? 0 : UNCLEAR_DAYS
  return part.some(({ row, content }) => {
    const day = world.dayOf(content)
    if (day === null || world.unreadable.has(row.id) || world.withheld === row.id) return false
    return (
      (from !== undefined && day < addDays(from, -unclear)) ||
      (to !== undefined && day > addDays(to, unclear))
    )
  })
}

/** True if a wrong answer concerns the whole list of a window, as opposed to a probe of days without rows. */
export function isOfWindow(world: World, question: Question): boolean {
  const { to } = question
  return !isFiltered(question) && (to === undefined || to >= addDays(world.firstMonday, -1))
}

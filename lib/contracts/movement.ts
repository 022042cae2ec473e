import { BEHIND } from './rules.ts'

/** How many days back contracts are compared. */
export const MOVED_DAYS = 28

/** What a contract was four weeks ago: weeks behind, or why it has none. */
export const STANDINGS_THEN = [...BEHIND, 'new', 'unbilled', 'unknown'] as const
export type StandingThen = (typeof STANDINGS_THEN)[number]

/** What a contract is now. */
export const STANDINGS_NOW = [...BEHIND, 'unbilled'] as const
export type StandingNow = (typeof STANDINGS_NOW)[number]

/** A cell of the table "Who moved", as the filter of contracts names it, e.g. `2-to-0`. */
export type Move = `${StandingThen}-to-${StandingNow}`

/** Returns the name of a cell. */
export function moveOf(then: StandingThen, now: StandingNow): Move {
  return `${then}-to-${now}`
}

const MOVES = STANDINGS_THEN.flatMap((then) => STANDINGS_NOW.map((now) => moveOf(then, now)))

const behindOf = (standing: StandingThen | StandingNow) => BEHIND.findIndex((weeks) => weeks === standing)

/** The cells of contracts that were behind and are not any more. */
const CURED: readonly Move[] = movesWhere((then, now) => then > 0 && now === 0)

/** The cells of contracts that are behind by more weeks than before. From four weeks on, they are not told apart. */
const WORSENED: readonly Move[] = movesWhere((then, now) => then >= 0 && now > then)

function movesWhere(isChosen: (then: number, now: number) => boolean): Move[] {
  return STANDINGS_THEN.flatMap((then) =>
    STANDINGS_NOW.filter((now) => isChosen(behindOf(then), behindOf(now))).map((now) => moveOf(then, now)),
  )
}

/** Choices of the filter: named moves, whole rows and columns of the table, and each cell. */
export const MOVE_CHOICES = [
  'cured',
  'worsened',
  ...STANDINGS_THEN.map((then) => `${then}-to-any` as const),
  ...STANDINGS_NOW.map((now) => `any-to-${now}` as const),
  'any-to-any',
  ...MOVES,
] as const
export type MoveChoice = (typeof MOVE_CHOICES)[number]

/** Returns the cells that a choice stands for. */
export function movesOf(choice: MoveChoice): readonly Move[] {
  if (choice === 'cured') return CURED
  if (choice === 'worsened') return WORSENED
  const [then, now] = choice.split('-to-')
  return MOVES.filter((move) => {
    const [ownThen, ownNow] = move.split('-to-')
    return (then === 'any' || then === ownThen) && (now === 'any' || now === ownNow)
  })
}

/** What the rows of a list are called. */
export type Noun = { one: string; many: string }

/** The form that goes with a number. */
export function nounOf(noun: Noun, count: number): string {
  return count === 1 ? noun.one : noun.many
}

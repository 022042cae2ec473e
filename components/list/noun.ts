/** Name of the rows of a list. */
export type Noun = { one: string; many: string }

/** Returns the form that matches a count. */
export function nounOf(noun: Noun, count: number): string {
  return count === 1 ? noun.one : noun.many
}

import { readSourceText } from './search-params.ts'

/** Label for rows without a word of the source, in lists of such words. */
export const NO_WORD = 'none given'

/**
 * Returns the source's own word in a filter value such as `OTHER:REVERSED`; '' for rows without one, null for
 * any other value.
 */
export function otherWord(value: string, other: string): string | null {
  return value.startsWith(`${other}:`) ? value.slice(other.length + 1) : null
}

/**
 * Creates a reader that accepts one of `names`, `other` alone, or `other` with a source's own word, e.g.
 * `OTHER:REVERSED`. `OTHER:` selects the rows without a word.
 * @returns a reader that gives null for anything else, including a misspelt name.
 */
export function oneOfOrWord(
  names: readonly string[],
  other: string,
): ((text: string) => string | null) & { words: readonly string[] } {
  const read = (text: string) => {
    const word = otherWord(text, other)
    const isOther =
      word === other || (word !== null && !names.includes(word) && readSourceText(word) !== null)
    return names.includes(text) || word === '' || isOther ? text : null
  }
  return Object.assign(read, { words: names })
}

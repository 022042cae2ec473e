import { readSourceText } from './search-params.ts'

/** What a list of the source's own words says of rows without one. */
export const NO_WORD = 'none given'

/** The source's own word in a chosen value such as `OTHER:REVERSED`; '' for rows without one, null for any other value. */
export function otherWord(value: string, other: string): string | null {
  return value.startsWith(`${other}:`) ? value.slice(other.length + 1) : null
}

/**
 * Reads one of `names`, or one of the words that `other` stands for among them, e.g. `OTHER:REVERSED`; `OTHER:` chooses the
 * rows without one.
 * @returns a reader that is null for anything else, a misspelt name included.
 */
export function oneOfOrWord(names: readonly string[], other: string): (text: string) => string | null {
  return (text) => {
    const word = otherWord(text, other)
    const isOther =
      word === other || (word !== null && !names.includes(word) && readSourceText(word) !== null)
    return names.includes(text) || word === '' || isOther ? text : null
  }
}

import { readSourceText } from './search-params.ts'

/** The source's own word in a chosen value such as `OTHER:REVERSED`; '' for rows without one, null for any other value. */
export function otherWord(value: string, other: string): string | null {
  return value.startsWith(`${other}:`) ? value.slice(other.length + 1) : null
}

/**
 * Reads one of `names`, or one of the words that `other` stands for among them, e.g. `OTHER:REVERSED`; `OTHER:` chooses the
 * rows without one.
 * @returns a reader that is null for anything else, a misspelt name included.
 */
export function oneOfOrWord<const Name extends string>(
  names: readonly Name[],
  other: Name,
): (text: string) => string | null {
  return (text) => {
    if (names.some((name) => name === text)) return text
    const word = otherWord(text, other)
    if (word === null || word === '') return word === null ? null : text
    const isNamed = word !== other && names.some((name) => name === word)
    return isNamed || readSourceText(word) === null ? null : text
  }
}

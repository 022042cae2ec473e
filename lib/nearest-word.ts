/** Longer texts are no misspelt names. */
const LONGEST = 60

/**
 * Returns the word that a misspelt one probably means: the only one that is nearest to it, whatever their case, with
 * at most one wrong, missing, further or swapped letter for each three. Null if none is.
 */
export function nearestWord(text: string, words: readonly string[]): string | null {
  const typed = text.trim().toLowerCase()
  if (typed === '' || typed.length > LONGEST) return null
  const most = Math.max(1, Math.floor(typed.length / 3))
  const near = words
    .map((word) => ({ word, distance: editDistance(typed, word.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .sort((one, other) => one.distance - other.distance)
  const [first, second] = near
  return first && first.distance !== second?.distance ? first.word : null
}

/** Counts the letters to change, add, leave out or swap with their neighbour to make one word another. */
export function editDistance(from: string, to: string): number {
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const isSame = from[i - 1] === to[j - 1]
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = last
    last = row
  }
  return last[to.length] ?? 0
}

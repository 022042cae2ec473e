/**
 * Reads a target as a person writes it: more than 0 and at most 100, with at most one decimal after a point or a comma.
 * @returns the percentage with a point, e.g. "85.5"; null for anything else
 */
export function readPercent(text: string): string | null {
  const plain = text.trim().replace(',', '.')
  return /^(100(\.0)?|\d{1,2}(\.\d)?)$/.test(plain) && Number(plain) > 0 ? plain : null
}

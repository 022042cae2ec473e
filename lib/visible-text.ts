/**
 * Characters that are invisible or change the direction of others: controls, format characters and blank
 * letters.
 * The number signs of Arabic, Syriac and Kaithi are excluded, because they are visible format characters.
 */
const HIDDEN =
  /[\p{Cc}\u2028\u2029\u115f\u1160\u17b4\u17b5\u3164\uffa0]|\u034f|(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])\p{Cf}/gu

const JOINER = /^[\u200c\u200d]$/
/**
 * The end of a text after which a joiner may stay hidden: any script but Latin, Greek, Cyrillic and common
 * characters. After those, a hidden joiner could make the text imitate another name.
 */
const TAKES_JOINER = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Cc}\p{Cf}]$/u
const EMOJI = /(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f)$/u
const TAG = /^[\u{e0020}-\u{e007f}]$/u
const TAGGED_EMOJI = /\u{1f3f4}[\u{e0020}-\u{e007e}]*$/u

/** A part of a text. `mark` is what to show for a hidden character; null for visible text. */
export type TextPart = { text: string; mark: string | null }

/** Splits a source's text at its hidden characters, for display. The parts joined give the text. */
export function splitHidden(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(HIDDEN)) {
    if (isAtHome(found, text.slice(0, index))) continue
    if (index > from) parts.push({ text: text.slice(from, index), mark: null })
    parts.push({ text: found, mark: markOf(found) })
    from = index + found.length
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), mark: null })
  return parts
}

/** Replaces each hidden character of a source's text with a mark, for places that accept only plain text. */
export function visibleText(text: string): string {
  return splitHidden(text)
    .map((part) => part.mark ?? part.text)
    .join('')
}

/** True for a joiner between letters or emoji that need one, and for the tags of a flag. */
function isAtHome(found: string, before: string): boolean {
  if (JOINER.test(found)) return TAKES_JOINER.test(before) || EMOJI.test(before)
  return TAG.test(found) && TAGGED_EMOJI.test(before)
}

/** Returns the control picture for an ASCII control and the code point for all others. */
function markOf(found: string): string {
  const code = found.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
}

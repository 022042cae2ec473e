/** Line breaks and tabs, which only text of several lines may have. */
const LAYOUT = /[\n\r\t]/g
/** Marks that change the direction of surrounding text, so that it reads as something else. */
const TURNS_TEXT = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const BREAKS_LINES = /[\u2028\u2029]/u

/** Returns in words why typed text is not acceptable as one line; null if it is. */
export function faultOfLine(text: string): string | null {
  if (!text.isWellFormed()) return 'holds half a character: type it again'
  if (TURNS_TEXT.test(text))
    return 'holds an invisible mark that changes the direction of text: type it again'
  if (/\p{Cc}/u.test(text) || BREAKS_LINES.test(text)) return 'holds a control character: type it again'
  return null
}

/** Returns the same for text of several lines, which may contain line breaks and tabs. */
export function faultOfText(text: string): string | null {
  return faultOfLine(text.replace(LAYOUT, ' '))
}

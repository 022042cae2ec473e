/** Line breaks and tabs, which only text of several lines may have. */
const LAYOUT = /[\n\r\t]/g
/** Marks that change the direction of surrounding text, so that it reads as something else. */
const TURNS_TEXT = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const BREAKS_LINES = /[\u2028\u2029]/u

/** Why typed text is not acceptable: in words, with the code by which screens word it. */
export type TextFault = { code: 'odd_character'; detail: string }

const odd = (detail: string): TextFault => ({ code: 'odd_character', detail })
export const HALF_CHARACTER = odd('holds half a character: type it again')

/** Returns why typed text is not acceptable as one line; null if it is. */
export function faultOfLine(text: string): TextFault | null {
  if (!text.isWellFormed()) return HALF_CHARACTER
  if (TURNS_TEXT.test(text))
    return odd('holds an invisible mark that changes the direction of text: type it again')
  if (/\p{Cc}/u.test(text) || BREAKS_LINES.test(text)) return odd('holds a control character: type it again')
  return null
}

/** Returns the same for text of several lines, which may contain line breaks and tabs. */
export function faultOfText(text: string): TextFault | null {
  return faultOfLine(text.replace(LAYOUT, ' '))
}

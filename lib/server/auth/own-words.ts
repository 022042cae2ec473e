import 'server-only'

/** Furrow's own words, which somebody who guesses tries first; SECURITY.md names them. */
const HOUSE_WORDS = [
  'furrow',
  'hello',
  'tractors',
  'tractor',
  'finance',
  'invoices',
  'invoice',
  'billing',
  'payments',
  'payment',
  'admin',
  'operator',
]
/** Shorter parts of a name occur in too many other words. */
const LEAST_LETTERS = 3

/** Whom a password is for, as far as that is known where the password is chosen. */
export type PasswordOwner = { email: string; names: readonly string[] }

/** True for a password that is made of Furrow's own words alone, with any digits and marks around them. */
export function isHouseWords(password: string): boolean {
  const letters = lettersOf(password)
  return letters !== '' && isMadeOf(letters, HOUSE_WORDS)
}

/**
 * True for a password that is its owner's e-mail address, the part before the @ or a name, or is made of words of these and
 * of Furrow's own. Case, spaces, accents, and digits and marks around the words make no difference.
 */
export function isOwnersWords(password: string, { email, names }: PasswordOwner): boolean {
  const texts = [email, email.slice(0, email.lastIndexOf('@')), ...names]
  if (texts.some((text) => withoutSpaces(text) === withoutSpaces(password))) return true
  const words = texts.flatMap((text) => [lettersOf(text), ...fold(text).split(/\P{L}+/u)])
  const letters = lettersOf(password)
  return letters !== '' && isMadeOf(letters, [...words, ...HOUSE_WORDS])
}

function isMadeOf(letters: string, words: readonly string[]): boolean {
  const usable = words.filter((word) => word.length >= LEAST_LETTERS)
  // ends[n]: the first n letters can be put together from the words.
  const ends = [true]
  for (let end = 1; end <= letters.length; end += 1)
    ends[end] = usable.some((word) => ends[end - word.length] === true && letters.endsWith(word, end))
  return ends[letters.length] === true
}

function lettersOf(text: string): string {
  return fold(text).replace(/\P{L}/gu, '')
}

function withoutSpaces(text: string): string {
  return fold(text).replace(/\s/gu, '')
}

/** Lower case, without accents, and with one spelling of letters that look alike. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

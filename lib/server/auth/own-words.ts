import 'server-only'

/** Words that belong to Furrow itself, which an attacker tries first; SECURITY.md lists them. */
const FURROW_WORDS = [
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

/** The owner of a new password, as far as the page where the password is chosen knows them. */
export type PasswordOwner = { email: string; names: readonly string[] }

/** True for a password that consists of Furrow's own words, with any digits and marks around them. */
export function isFurrowWords(password: string): boolean {
  const letters = lettersOf(password)
  return letters !== '' && isMadeOf(letters, FURROW_WORDS)
}

/**
 * True for a password that is its owner's e-mail address, the part before the @, or a name, or consists of
 * words from these and Furrow's own words. Case, spaces, accents, and digits and marks around the words make
 * no difference.
 */
export function isOwnersWords(password: string, { email, names }: PasswordOwner): boolean {
  const texts = [email, email.slice(0, email.lastIndexOf('@')), ...names]
  if (texts.some((text) => withoutSpaces(text) === withoutSpaces(password))) return true
  const words = texts.flatMap((text) => [lettersOf(text), ...fold(text).split(/\P{L}+/u)])
  const letters = lettersOf(password)
  return letters !== '' && isMadeOf(letters, [...words, ...FURROW_WORDS])
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

/** Lower-cases text, removes accents, and maps compatibility variants of a letter to one spelling (NFKD). */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

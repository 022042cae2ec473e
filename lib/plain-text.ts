// The normal form in which searches compare texts. The database has the same rule in `furrow_plain`, and a test
// compares both (lib/server/lists/search.itest.ts).

/**
 * Accents, apostrophes of all kinds, hyphens and dashes, blanks and other characters without a shape. U+0001 and
 * U+0002 stay: the database separates the fields of a row with them, and nobody can type them.
 */
const LEFT_OUT =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are left out, as blanks are.
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: marks are separate characters after NFKD.
  /[\u0003- '\-`\u007f-\u00a0\u00ad\u02b9-\u02bf\u02c8\u02ca\u02cb\u02ee\u0300-\u036f\u058a\u1680\u1806\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u201b\u2028-\u2035\u2043\u205f-\u2064\u20d0-\u20ff\u2212\u2e3a\u2e3b\u3000\ua78b\ua78c\ufe20-\ufe2f\ufeff]/g

/** Letters with two cases: Latin, Greek, Cyrillic, Armenian. */
const CASED = /[A-Z\u00c0-\u024f\u0370-\u052f\u0531-\u0556]/g

/** Letters that people type without their stroke, hook or ligature. */
const TYPED_AS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ø: 'o',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  ŧ: 't',
  ɓ: 'b',
  ɖ: 'd',
  ɗ: 'd',
  ǝ: 'e',
  ə: 'e',
  ɛ: 'e',
  ƒ: 'f',
  ɣ: 'g',
  ƙ: 'k',
  ɲ: 'n',
  ɔ: 'o',
  ʋ: 'v',
  ƴ: 'y',
  ς: 'σ',
  ẞ: 'ss',
}
const SPECIAL = new RegExp(`[${Object.keys(TYPED_AS).join('')}]`, 'g')

/** Returns the text as searches compare it: without accents, apostrophes, hyphens, blanks and case. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(LEFT_OUT, '')
    .replace(CASED, (letter) => letter.toLowerCase())
    .replace(SPECIAL, (letter) => TYPED_AS[letter] ?? letter)
}

/**
 * Returns the words of a typed text in normal form. Digits with blanks, hyphens and brackets between them are one
 * number, for people group the digits of a number as they like.
 */
export function searchedWords(search: string): string[] {
  const isNumber = /^[+\d\s()\u002d]+$/.test(search)
  const texts = isNumber ? [search.replace(/[()]/g, '')] : search.split(/\s+/)
  return texts.map(plainText).filter((word) => word !== '')
}

/**
 * True if the texts of a row contain every word that was searched for, in any order. Without a search every row does; a
 * search of nothing but characters that are left out finds nothing.
 */
export function containsWords(texts: readonly (string | null)[], search: string | null): boolean {
  if (search === null || search.trim() === '') return true
  const words = searchedWords(search)
  const plain = plainText(texts.join('\u0001'))
  return words.length > 0 && words.every((word) => plain.includes(word))
}

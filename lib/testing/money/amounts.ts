import 'server-only'
import { pick, type Random, randomOf, whole } from '#lib/sandbox/dataset/random.ts'

/**
 * An amount as a source may write it, and its value. Nothing here uses the product's arithmetic.
 * `exact` is the decimal that everything must show; null means unknown. A value keeps its scale as written; a
 * value with an exponent has no scale and takes its shortest form.
 * `units` is the same value in units of the last possible place, for sums.
 */
export type Amount = { json: string; exact: string | null; units: bigint }

/** Decimal places of `units`: the most decimals that an amount may have. */
export const PLACES = 40

/** Values for which binary floats, their printing, or a fixed scale would lose digits. */
const EDGES = [
  ['0', ''],
  ['0', '0'],
  ['0', '00'],
  ['0', '000000000'],
  ['0', '1'],
  ['0', '3'],
  ['0', '000000001'],
  ['0', '29'],
  ['1', '005'],
  ['9007199254740991', ''],
  ['9007199254740992', ''],
  ['9007199254740993', ''],
  ['9007199254740993', '01'],
  ['900719925474099', '30'],
  ['999999999999999999', '99'],
  ['123456789012345678', '123456789'],
  ['100000000000000000000000', ''],
  ['999999999999999999999999', '999999999'],
  ['1000000000000000000000', '10'],
  ['125000', '0000000000'],
  ['85', '00000000000000000000000000000000000001'],
  ['9'.repeat(40), '9'.repeat(40)],
] as const

/** Texts and values that are not amounts, or are out of bounds. */
const UNKNOWN = [
  'null',
  '""',
  '"  "',
  '"n/a"',
  '"1,250.00"',
  '"NaN"',
  'true',
  '{"amount":"1.00"}',
  `0.${'1'.repeat(41)}`,
  `"1${'0'.repeat(40)}"`,
  '1e40',
  '1e-41',
]

/** Returns one of a million amounts, always the same for the same number. */
export function amountAt(number: number): Amount {
  const random = randomOf(0x6d6f6e65, number)
  const chance = random()
  if (chance < 0.01) return { json: pick(random, UNKNOWN), exact: null, units: 0n }
  const [integer, decimals] = chance < 0.05 ? pick(random, EDGES) : digitsOf(random)
  const isNegative = random() < 0.15
  const isZero = !/[1-9]/.test(integer + decimals)
  const sign = isNegative && !isZero ? '-' : ''
  const units = BigInt(`${sign}${integer}${decimals.padEnd(PLACES, '0')}`)
  // A negative zero keeps its minus sign in the text.
  const written = { sign: isNegative ? '-' : '', integer, decimals }
  if (random() < 0.2) {
    const short = decimals.replace(/0+$/, '')
    return { json: withExponent(random, written), exact: `${sign}${plain(integer, short)}`, units }
  }
  return { json: withoutExponent(random, written), exact: `${sign}${plain(integer, decimals)}`, units }
}

type Written = { sign: string; integer: string; decimals: string }

function digitsOf(random: Random): readonly [string, string] {
  const length = random() < 0.5 ? whole(random, 1, 7) : whole(random, 1, 18)
  const places = random() < 0.6 ? pick(random, [0, 2]) : whole(random, 0, 9)
  const integer = digits(random, length).replace(/^0+(?=\d)/, '')
  const decimals = digits(random, places)
  return [integer, random() < 0.2 ? decimals.replace(/\d{1,2}$/, (end) => '0'.repeat(end.length)) : decimals]
}

function digits(random: Random, length: number): string {
  return Array.from({ length }, () => String(whole(random, 0, 9))).join('')
}

function plain(integer: string, decimals: string): string {
  return decimals === '' ? integer : `${integer}.${decimals}`
}

/** Writes a JSON number, or a text with the decorations that sloppy programs add to numbers. */
function withoutExponent(random: Random, { sign, integer, decimals }: Written): string {
  const text = plain(integer, decimals)
  if (random() < 0.5) return `${sign}${text}`
  const chance = random()
  if (chance < 0.1) return `"${sign}00${text}"`
  if (chance < 0.2) return `"${sign === '' ? '+' : sign}${text}"`
  if (chance < 0.3) return `" ${sign}${text} "`
  return `"${sign}${text}"`
}

/** Writes the same digits with the point elsewhere and the matching exponent. */
function withExponent(random: Random, { sign, integer, decimals }: Written): string {
  const all = (integer + decimals).replace(/^0+(?=\d)/, '')
  const point = random() < 0.5 ? 1 : whole(random, 1, all.length)
  const exponent = all.length - decimals.length - point
  const mantissa = plain(all.slice(0, point), all.slice(point))
  const power = `${pick(random, ['e', 'E'])}${exponent < 0 ? '' : pick(random, ['', '+'])}${exponent}`
  const text = `${sign}${mantissa}${power}`
  return random() < 0.5 ? text : `"${text}"`
}

/**
 * How a reader writes numbers, days and lists. The server computes these rules once and passes them to the
 * browser as plain data, so that both print the same characters even if their locale tables differ.
 */
export type LocaleRules = Conventions &
  LanguageNames & {
    days: DayShapes
    units: UnitShapes
    /**
     * Stands before a number with a sign, as in the tables of Arabic: a mark that keeps the sign in front of the
     * digits in a sentence that runs from right to left. Empty in languages that run from left to right.
     */
    signMark: string
  }

/** What differs between regions: separators, and the order of day and month. */
export type Conventions = {
  /** BCP 47 tag that the conventions were read from. */
  tag: string
  decimal: string
  group: string
  /** Sizes of the lowest digit group and of the groups above: 3 and 3, or 3 and 2 in India. */
  grouping: readonly [number, number]
  /** Fewest integer digits for which group separators are used. */
  groupFrom: number
  /** Space or empty text between a number and its percent sign. */
  percentGap: string
  isMonthFirst: boolean
}

/** How the language of the texts names days and joins lists. */
export type LanguageNames = {
  /** Short names such as Jan or janv., January first. */
  months: readonly string[]
  longMonths: readonly string[]
  /** Short names such as Sun or dim., Sunday first. */
  weekdays: readonly string[]
  longWeekdays: readonly string[]
  /** Names of one or two letters for the columns of a calendar, Sunday first. */
  weekdayLetters: readonly string[]
  /** What stands between two items, then before the second, the middle ones and the last of three or more. */
  list: readonly [pair: string, second: string, middle: string, last: string]
}

/** Texts with slots such as `{day}`, in the language of the texts and in the order of the conventions. */
export type DayShapes = {
  /** `{day}`, `{month}` and `{year}`, e.g. 19 May 2026. */
  full: string
  /** `{day}` and `{month}`, e.g. 19 May. */
  short: string
  /** Days of one month: `{from}`, `{to}`, `{month}` and `{year}`, e.g. 19 – 25 May 2026. */
  inMonth: string
  /** `{weekday}` and `{day}`, a whole day, e.g. Tue 19 May 2026. */
  weekday: string
  /** A range without an end: `{day}`, e.g. from 19 May 2026. */
  from: string
  /** A range without a beginning: `{day}`, e.g. until 19 May 2026. */
  until: string
}

/** Texts with a slot `{number}`, in the language of the texts. */
export type UnitShapes = {
  /** Thousands, millions, 10⁹ and 10¹², e.g. 412.6 M. */
  compact: readonly string[]
  /** Percentage points, e.g. 1.0 pt. */
  points: string
}

const FALLBACK = 'en-GB'

/** Conventions by tag. Creating the formatters of one tag takes some 10 ms, and a page asks for them often. */
const conventionsByTag = new Map<string, Conventions>()
/** Tags come from requests, so their number is bounded. */
const MOST_TAGS = 200

/**
 * Returns the conventions of a reader. Digits are always Latin. Never throws, because the header is untrusted.
 *
 * English texts take the first language of the header that this runtime supports, whichever it is, else British
 * English: English is what readers get whose language Furrow lacks, and they keep the separators of their
 * region. Texts of another language take the first accepted tag of that language, so that `fr-SN` gives the
 * conventions of Senegal; without one, those of the language itself, because its reader has chosen it against
 * the browser.
 * @param acceptLanguage the Accept-Language header; null if the request has none
 * @param language BCP 47 tag of the texts
 */
export function readConventions(acceptLanguage: string | null, language = 'en'): Conventions {
  const accepted = acceptedTags(acceptLanguage ?? '')
  if (isWithin(language, 'en')) return conventionsOf(firstSupported(accepted) ?? FALLBACK)
  const own = accepted.filter((tag) => isWithin(tag, language))
  return conventionsOf(firstSupported([...own, language]) ?? FALLBACK)
}

/** True if the tag is the language or one of its regions and scripts. */
function isWithin(tag: string, language: string): boolean {
  return `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase())
}

function firstSupported(tags: readonly string[]): string | null {
  return tags.map(supported).find((tag) => tag !== null) ?? null
}

/** Returns the language tags of an Accept-Language header, the preferred first. Never throws. */
export function acceptedTags(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/)
      return { tag, quality: Number(/^q=(\d(?:\.\d+)?)$/.exec(quality)?.[1] ?? 0) }
    })
    .filter(({ tag, quality }) => quality > 0 && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag))
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}

function supported(tag: string): string | null {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? null
  } catch {
    return null
  }
}

function conventionsOf(tag: string): Conventions {
  const known = conventionsByTag.get(tag)
  if (known) return known
  if (conventionsByTag.size >= MOST_TAGS) conventionsByTag.clear()
  const conventions = computeConventions(tag)
  conventionsByTag.set(tag, conventions)
  return conventions
}

function computeConventions(tag: string): Conventions {
  const number = new Intl.NumberFormat(tag, { numberingSystem: 'latn', minimumFractionDigits: 1 })
  const parts = number.formatToParts(1234567890.5)
  const groups = parts.filter((part) => part.type === 'integer').map((part) => part.value.length)
  const percent = new Intl.NumberFormat(tag, { style: 'percent', numberingSystem: 'latn' }).format(0.5)
  const days = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', calendar: 'gregory' })
  const order = days.formatToParts(0).map((part) => part.type)
  return {
    tag,
    decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
    group: parts.find((part) => part.type === 'group')?.value ?? '',
    grouping: [groups.at(-1) ?? 3, groups.at(-2) ?? 3],
    groupFrom: number.formatToParts(1234).some((part) => part.type === 'group') ? 4 : 5,
    percentGap: /\d(\s?)%/.exec(percent)?.[1] ?? '',
    isMonthFirst: order.indexOf('month') < order.indexOf('day'),
  }
}

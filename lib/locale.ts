/**
 * How one reader writes numbers and days. The server computes these rules once and passes them to the browser
 * as plain data, so that both print the same characters even if their locale tables differ.
 */
export type LocaleRules = {
  /** BCP 47 tag that the rules were read from. */
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

const FALLBACK = 'en-GB'

/** Rules by tag. Creating the formatters of one tag takes some 10 ms, and a page asks for them many times. */
const rulesByTag = new Map<string, LocaleRules>()
/** Tags come from requests, so their number is bounded. */
const MOST_TAGS = 200

/**
 * Returns the rules of the first language in an Accept-Language header that this runtime supports, or of
 * British English. Digits are always Latin. Never throws, because the header is untrusted input.
 */
export function readLocaleRules(acceptLanguage: string | null): LocaleRules {
  return rulesOf(firstKnownTag(acceptLanguage ?? '') ?? FALLBACK)
}

function firstKnownTag(header: string): string | null {
  return (
    acceptedTags(header)
      .map(supported)
      .find((tag) => tag !== null) ?? null
  )
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

function rulesOf(tag: string): LocaleRules {
  const known = rulesByTag.get(tag)
  if (known) return known
  if (rulesByTag.size >= MOST_TAGS) rulesByTag.clear()
  const rules = readRules(tag)
  rulesByTag.set(tag, rules)
  return rules
}

function readRules(tag: string): LocaleRules {
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

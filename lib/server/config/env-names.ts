import 'server-only'
import { editDistance } from '#lib/nearest-word.ts'

/** Prefixes of each source's variables, without underscores. */
const SOURCE_PREFIXES = ['HELLOTRACTOR', 'PAYMENTLINK', 'CLIENTINVOICE']
/** Kubernetes sets these variables for each service next to Furrow, whatever the service's name. */
const SERVICE_VARIABLE = /_(SERVICE_(HOST|PORT)(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/
/** Shorter names resemble too many names of other programs. */
const SHORTEST_FOR_TYPOS = 7
const SHORTEST_FOR_TWO_TYPOS = 12

/** A name that Furrow does not read, but that was probably meant for Furrow. */
export type NearMiss = {
  name: string
  /** The variable that was probably meant; null when only the source is certain. */
  meant: string | null
  /** True for a source's variable: Furrow must then refuse to start the sandbox in place of the source. */
  isOfSource: boolean
}

/**
 * Finds names that nearly match Furrow's variables: other case or underscores, singular or plural, up to two
 * typing errors, or a prefix. Ignores blank variables, and names whose correct variable is also set.
 */
export function nearMisses(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): NearMiss[] {
  const isSet = (name: string) => (environment[name]?.trim() ?? '') !== ''
  return Object.keys(environment).flatMap((name) => {
    if (known.includes(name) || !isSet(name) || SERVICE_VARIABLE.test(name)) return []
    const meant = meantBy(name, known)
    const isOfSource = isNameOfSource(name) || (meant !== null && isNameOfSource(meant))
    if ((meant === null && !isOfSource) || (meant !== null && isSet(meant))) return []
    return [{ name, meant, isOfSource }]
  })
}

function isNameOfSource(name: string): boolean {
  const letters = lettersOf(name)
  return SOURCE_PREFIXES.some((prefix) => letters.includes(prefix))
}

function meantBy(name: string, known: readonly string[]): string | null {
  const letters = lettersOf(name)
  const exact = known.find((one) => lettersOf(one) === letters)
  if (exact) return exact
  const withPrefix = known.find((one) => isNameOfSource(one) && letters.endsWith(lettersOf(one)))
  if (withPrefix) return withPrefix
  const withMoreWords = known.filter((one) => isNameOfSource(name) && isShortened(name, one))
  if (withMoreWords.length === 1) return withMoreWords[0] ?? null
  const near = known
    .map((one) => ({ one, distance: editDistance(letters, lettersOf(one)), limit: limitOf(lettersOf(one)) }))
    .filter(({ distance, limit }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
  return near[0]?.one ?? null
}

/**
 * True for a source's name that lacks some words of the correct name but keeps its last word:
 * HELLO_TRACTOR_KEY.
 */
function isShortened(name: string, meant: string): boolean {
  const [words, all] = [wordsOf(name), wordsOf(meant)]
  if (words.at(-1) !== all.at(-1)) return false
  let at = 0
  for (const word of all) if (word === words[at]) at += 1
  return at === words.length
}

/** The words of a name, with plurals as singulars. */
function wordsOf(name: string): string[] {
  return name
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .map((word) => word.replace(/S$/, ''))
}

function limitOf({ length }: string): number {
  if (length < SHORTEST_FOR_TYPOS) return 0
  return length < SHORTEST_FOR_TWO_TYPOS ? 1 : 2
}

function lettersOf(name: string): string {
  return name.toUpperCase().replace(/[^A-Z\d]/g, '')
}

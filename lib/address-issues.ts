import type { AddressIssue } from './address-mending.ts'
import { nearestWord } from './nearest-word.ts'
import { type Params, readLoosely } from './search-params.ts'

/**
 * Names that other programs add to links. They say where a reader came from, and never what a page should show. `_rsc`
 * is added by Next.
 */
const HARMLESS = /^(?:utm_[a-z_]{1,40}|gclid|dclid|fbclid|msclkid|twclid|mc_[ce]id|_rsc)$/

/** A suggestion for each of thousands of names would take seconds. */
const MOST_SUGGESTED = 10

/**
 * Names everything in an address that a page leaves out, in order.
 * @param params what the page reads
 * @param used the values that the page uses after all
 */
export function addressIssues(
  params: Params,
  search: URLSearchParams,
  used: Readonly<Record<string, unknown>>,
): AddressIssue[] {
  const issues: AddressIssue[] = []
  const seen = new Set<string>()
  const free = Object.keys(params).filter((key) => !search.has(key))
  for (const [name, value] of search) {
    const param = Object.hasOwn(params, name) ? params[name] : undefined
    if (!param) {
      if (HARMLESS.test(name)) continue
      const instead = issues.length < MOST_SUGGESTED ? nearestWord(name, free) : null
      issues.push({ kind: 'name', name, value, instead, isWord: false, hasOthers: false })
      continue
    }
    const about = { name, value, isWord: param.read.words !== undefined, hasOthers: isSet(used[name]) }
    const isFurther = !param.isList && seen.has(name)
    seen.add(name)
    const read = readLoosely(param, value)
    if (isFurther) issues.push({ kind: 'repeated', ...about, instead: null })
    else if (read === null) {
      const instead = issues.length < MOST_SUGGESTED ? nearestWord(value, param.read.words ?? []) : null
      issues.push({ kind: 'value', ...about, instead })
    } else if (!isUsed(used[name], read)) issues.push({ kind: 'unused', ...about, instead: null })
  }
  return issues
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined
}

function isUsed(used: unknown, value: unknown): boolean {
  return Array.isArray(used) ? used.includes(value) : used === value
}

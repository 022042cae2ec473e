import 'server-only'
import { parseEnv } from 'node:util'
import { commandWords } from '#lib/words/command-words.ts'
import { ENV_VARIABLES } from './env.ts'
import { nearMisses } from './env-names.ts'

const t = commandWords('settings')

export type EnvironmentFile = {
  values: Record<string, string>
  /**
   * Values that Node would read differently than intended; each text names the line of `.env`, and never a
   * value.
   */
  mistakes: string[]
}

/** `assigned` is the text after the "=" of the line, including spaces. */
type Line = { number: number; name: string; assigned: string }

type Place = { line: string; name: string }

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=(.*)$/
/** Quotes that word processors and chat programs insert in place of plain ones. */
const TYPOGRAPHIC_START = /^[“”„‟‘’‚‛«»]/
const TYPOGRAPHIC_END = /[“”„‟‘’‚‛«»]$/
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Parses the text of `.env` as Node does, but also accepts a byte order mark and Windows line ends, and
 * reports what Node silently misreads: lines that set nothing, values cut at a `#`, open quotes, and names
 * that are repeated or misspelt.
 */
export function readEnvironmentText(given: string): EnvironmentFile {
  const text = given.replace(BYTE_ORDER_MARK, '').replaceAll('\r\n', '\n')
  const mistakes: string[] = []
  const lines = linesOf(text, mistakes)
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(parseEnv(text))) if (value !== undefined) values[name] = value
  const firstOf = new Map<string, number>()
  for (const { number, name, assigned } of lines) {
    const line = String(number)
    const first = firstOf.get(name)
    if (first !== undefined) mistakes.push(t('line.repeated', { line, name, first: String(first) }))
    else firstOf.set(name, number)
    const misread = misreading({ line, name }, assigned)
    if (misread !== null) mistakes.push(misread)
  }
  for (const { name, meant } of nearMisses(values, ENV_VARIABLES))
    mistakes.push(t('line.wrong', { line: String(firstOf.get(name) ?? 1), what: unread(name, meant) }))
  return { values, mistakes }
}

/** Explains how Node misreads a value, with the fix; null when the value is read as written. */
function misreading(at: Place, assigned: string): string | null {
  const value = assigned.trimStart()
  if (/^["'`]/.test(value)) return afterQuote(at, value, value.slice(0, 1))
  // A "#" after a space begins a comment.
  if (/^#\S/.test(assigned)) return t('line.blank-hash', at)
  const mark = value.indexOf('#')
  if (mark > 0 && /\S/.test(value[mark - 1] ?? '')) return t('line.cut-hash', at)
  const read = (mark < 0 ? value : value.slice(0, mark)).trim()
  const [first] = TYPOGRAPHIC_START.exec(read) ?? []
  if (first) return t('line.typographic-start', { ...at, quote: first })
  const [last] = TYPOGRAPHIC_END.exec(read) ?? []
  return last ? t('line.typographic-end', { ...at, quote: last }) : null
}

/** Node ends a quoted value at the next quote of its kind, also behind a backslash, and drops what follows. */
function afterQuote(at: Place, value: string, quote: string): string | null {
  const end = value.indexOf(quote, 1)
  if (end < 0 || /^\s*(#.*)?$/.test(value.slice(end + 1))) return null
  return t('line.cut-quote', { ...at, quote })
}

/** The message about a name that Furrow does not read. */
export function unread(name: string, meant: string | null): string {
  return meant === null ? t('name.unknown', { name }) : t('name.meant', { name, meant })
}

/** Finds the lines that set a variable. A quoted value may continue over several lines. */
function linesOf(text: string, mistakes: string[]): Line[] {
  const lines: Line[] = []
  const all = text.split('\n')
  for (let at = 0; at < all.length; at += 1) {
    const line = all[at] ?? ''
    if (/^\s*(#|$)/.test(line)) continue
    const [, name, assigned = ''] = ASSIGNMENT.exec(line) ?? []
    if (name === undefined) {
      mistakes.push(t('line.no-assignment', { line: String(at + 1) }))
      continue
    }
    lines.push({ number: at + 1, name, assigned })
    const end = endOfQuote(all, at, assigned.trimStart())
    if (end === null) mistakes.push(t('line.open-quote', { line: String(at + 1), name }))
    else at = end
  }
  return lines
}

/**
 * Finds the line that closes the value's quote; `at` for a value without an open quote, null for a quote that
 * nothing closes.
 */
function endOfQuote(all: readonly string[], at: number, value: string): number | null {
  const [, quote] = /^(["'`])/.exec(value) ?? []
  if (quote === undefined || value.indexOf(quote, 1) > 0) return at
  const end = all.findIndex((line, number) => number > at && line.includes(quote))
  return end < 0 ? null : end
}

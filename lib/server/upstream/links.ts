import 'server-only'

/** The position of the next page: a page number that Furrow counts, or a `page` or `cursor` from a link. */
export type PageToken = { by: 'count' | 'page' | 'cursor'; value: string }

const MAX_CURSOR_LENGTH = 2048

/** Serialises a token to the string that callers keep. */
export function writeToken({ by, value }: PageToken): string {
  return `${by}:${value}`
}

/** Parses the output of `writeToken`; returns null for any other text. */
export function readToken(text: string): PageToken | null {
  const match = /^(count|page|cursor):(.+)$/s.exec(text)
  const [, by, value = ''] = match ?? []
  if (by === 'cursor') return isCursor(value) ? { by, value } : null
  return (by === 'count' || by === 'page') && isPage(value) ? { by, value } : null
}

/**
 * Reads a page link, absolute or relative, on any host. Only its `page` or `cursor` is used, because the
 * address of the next request is always Furrow's own.
 * @param names the parameters to look for; the first one present wins
 * @returns the token, `'end'` for a null, absent or blank link, or null for a link without a valid position
 */
export function readLink(link: unknown, names: readonly ('page' | 'cursor')[]): PageToken | 'end' | null {
  if (link === null || link === undefined) return 'end'
  if (typeof link === 'number') return names.includes('page') && isPage(String(link)) ? page(link) : null
  if (typeof link !== 'string') return null
  const text = link.trim()
  if (text === '') return 'end'
  if (!URL.canParse(text, 'http://link.invalid/')) return null
  const { searchParams } = new URL(text, 'http://link.invalid/')
  for (const by of names) {
    const value = searchParams.get(by)
    if (value === null) continue
    const isValid = by === 'page' ? isPage(value) : isCursor(value)
    return isValid ? { by, value } : null
  }
  return null
}

function page(value: number): PageToken {
  return { by: 'page', value: String(value) }
}

/** True for a page number: a whole number from 1, at most nine digits. */
export function isPage(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text)
}

/** True for an opaque cursor: any text of 1 to 2,048 characters without control characters. */
export function isCursor(text: string): boolean {
  return text !== '' && text.length <= MAX_CURSOR_LENGTH && !/\p{Cc}/u.test(text)
}

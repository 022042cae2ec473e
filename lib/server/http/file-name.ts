import 'server-only'

const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"*/:<>?\\|\u2044\u2215\u29f8\uff0f\uff3c]/gu

/**
 * Text as the name of a file, without its ending: no control characters, line ends, path separators, leading dots and marks
 * that change the order of writing, and at most `length` characters. It may be empty.
 */
export function plainFileName(text: string, length = 80): string {
  const safe = text.toWellFormed().replace(FORBIDDEN, '_')
  return [...safe].slice(0, length).join('').replace(/^\.+/, '_')
}

import 'server-only'

const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"*/:<>?\\|\u2044\u2215\u29f8\uff0f\uff3c]/gu

/**
 * Returns text as a safe file name without an extension, at most `length` characters and possibly empty.
 * Control characters, line breaks, path separators, characters that Windows forbids, leading dots and marks
 * that change the writing direction become underscores.
 */
export function plainFileName(text: string, length = 80): string {
  const safe = text.toWellFormed().replace(FORBIDDEN, '_')
  return [...safe].slice(0, length).join('').replace(/^\.+/, '_')
}

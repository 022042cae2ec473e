import 'server-only'

/** Serialises JSON for a jsonb column: NUL and lone surrogates, which PostgreSQL refuses, become U+FFFD. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (!/\\u(0000|d[89a-f])/i.test(text)) return text
  return JSON.stringify(value, (_key, item) =>
    typeof item === 'string' ? item.toWellFormed().replaceAll('\0', '\uFFFD') : item,
  )
}

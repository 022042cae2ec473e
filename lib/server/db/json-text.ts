import 'server-only'

/** JSON text that jsonb accepts: PostgreSQL knows neither NUL nor half a surrogate pair. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (!/\\u(0000|d[89a-f])/i.test(text)) return text
  return JSON.stringify(value, (_key, item) =>
    typeof item === 'string' ? item.toWellFormed().replaceAll('\0', '\uFFFD') : item,
  )
}

import 'server-only'

type RawRecord = Record<string, unknown>

/** Names of fields with contact data, compared in lower case and without underscores. */
const CONTACT_FIELDS = /email|phone|mobile|msisdn|whatsapp|^userid$/
/**
 * Names of payment link fields. Anybody with a payment link can open the invoice, so no response, export or
 * log may contain one.
 */
const SECRET_FIELDS = /(url|uri|link|links|href)$/
/** The proxy replaces the address of an invoice's own PDF by Furrow's, so this field may be shown. */
const FILE_FIELDS = new Set(['pdfurl'])
const MASK = '•••'

function fold(name: string): string {
  return name.toLowerCase().replaceAll('_', '')
}

/**
 * True for contact fields: e-mail addresses, phone numbers, user_id. They are shown masked, except to an
 * operator who opens one row.
 */
export function isContactField(name: string): boolean {
  return CONTACT_FIELDS.test(fold(name))
}

/** True for fields that are never shown, exported or logged: payment links and other addresses. */
export function isSecretField(name: string): boolean {
  const folded = fold(name)
  return SECRET_FIELDS.test(folded) && !FILE_FIELDS.has(folded)
}

/**
 * Masks a contact: a mask of fixed length and the last 4 characters. A text of 6 to 9 characters shows the
 * last 2, and a shorter one none.
 */
export function maskContact(text: string): string {
  const characters = [...text.trim()]
  if (characters.length === 0) return ''
  const shown = characters.length >= 10 ? 4 : characters.length >= 6 ? 2 : 0
  return shown === 0 ? MASK : `${MASK}${characters.slice(-shown).join('')}`
}

/**
 * Prepares an upstream record for leaving the server, at any depth: removes secret fields, and masks contact
 * fields unless `canSeeContacts` is set (an operator opening one row).
 */
export function publicRecord(raw: RawRecord, options: { canSeeContacts?: boolean } = {}): RawRecord {
  const entries = Object.entries(raw).flatMap(([name, value]): [string, unknown][] => {
    if (isSecretField(name)) return []
    if (isContactField(name) && !options.canSeeContacts) return [[name, maskValue(value)]]
    return [[name, publicValue(value, options)]]
  })
  return Object.fromEntries(entries)
}

function publicValue(value: unknown, options: { canSeeContacts?: boolean }): unknown {
  if (Array.isArray(value)) return value.map((item) => publicValue(item, options))
  return isRecord(value) ? publicRecord(value, options) : value
}

function maskValue(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return value
  return typeof value === 'string' || typeof value === 'number' ? maskContact(String(value)) : MASK
}

/** True for a JSON object, which excludes null and arrays. */
export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const SECRET_KEYS =
  /("?(?:authorization|proxy-authorization|cookie|api[_-]?key|access[_-]?token|refresh[_-]?token|token|password|client[_-]?secret|secret)"?\s*[:=]\s*)("[^"]*"|(?:(?:bearer|basic)\s+)?[^\s&,;]+)/gi

/**
 * Creates a function that redacts the given secrets in a text: by value (plain, URL-encoded, in JSON, base64,
 * hex), and any value after a name such as `authorization` or `password`.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const values = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  return (text) => {
    const withoutKeys = text.replace(SECRET_KEYS, '$1[redacted]')
    return values.reduce((rest, value) => rest.replaceAll(value, '[redacted]'), withoutKeys)
  }
}

function formsOf(secret: string): string[] {
  const parts = [secret, ...secret.split(/\s+/)].filter(
    (part) => part.length >= 4 && !/^(bearer|basic)$/i.test(part),
  )
  return parts.flatMap((part) => {
    const bytes = Buffer.from(part)
    return [
      part,
      encodeURIComponent(part),
      // The escaped form inside a JSON string.
      JSON.stringify(part).slice(1, -1),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex'),
    ]
  })
}

/** Shortens a text for display to at most `length` UTF-16 units; a shortened text ends with an ellipsis. */
export function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`
}

import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { defaulted, oneOf } from '#lib/search-params.ts'

const FORMATS = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof FORMATS)[number]

export const formatParam = defaulted(oneOf(FORMATS), `one of ${FORMATS.join(', ')}`, 'csv')

/** Throws a 400 naming `format` for a format that is known but not offered yet. */
export function requireCsv(format: ExportFormat): void {
  if (format === 'csv') return
  const detail = 'reports come as csv only'
  throw new RequestError(400, 'format_not_supported', `format: ${detail}`, [{ param: 'format', detail }])
}

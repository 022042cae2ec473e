import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { EXPORT_FORMATS, type ExportFormat } from '#lib/export-format.ts'
import { defaulted, oneOf } from '#lib/search-params.ts'

export const CSV_TYPE = 'text/csv'
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const formatParam = defaulted(oneOf(EXPORT_FORMATS), `one of ${EXPORT_FORMATS.join(', ')}`, 'csv')

/**
 * Requires CSV, for reports that come in no other format.
 * @throws RequestError 400 `format_not_supported` that names `format`
 */
export function requireCsv(format: ExportFormat): void {
  if (format === 'csv') return
  const detail = 'this report comes as csv only'
  throw new RequestError(400, 'format_not_supported', `format: ${detail}`, {
    errors: [{ param: 'format', detail }],
  })
}

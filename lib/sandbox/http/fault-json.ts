import 'server-only'
import type { Fault } from '#lib/sandbox/faults.ts'

type Json = Record<string, unknown>

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the id of a row of any source. */
function idOf(row: unknown): string {
  return isObject(row) ? String(row.id ?? row.invoiceId ?? row.invoice_number) : ''
}

/** Applies a fault to the JSON of a response; a detail counts as one row. */
export function distort(value: unknown, fault: Fault): unknown {
  switch (fault.kind) {
    case 'duplicate-rows':
      return withRows(value, (rows) => [...rows, ...rows.slice(0, fault.count)])
    case 'drop-rows':
      return withRows(value, (rows) => rows.slice(0, Math.max(0, rows.length - fault.count)))
    case 'set-fields':
      return withRows(value, (rows) =>
        rows.map((row) =>
          isObject(row) && (fault.ids?.includes(idOf(row)) ?? true) ? { ...row, ...fault.fields } : row,
        ),
      )
    case 'set-envelope':
      return isObject(value) ? { ...value, ...fault.fields } : value
    case 'shift-count':
      return isObject(value) ? { ...value, count: Number(value.count) + fault.by } : value
    default:
      return value
  }
}

function withRows(value: unknown, change: (rows: unknown[]) => unknown[]): unknown {
  if (Array.isArray(value)) return change(value)
  if (!isObject(value)) return value
  for (const name of ['results', 'data']) {
    const rows = value[name]
    if (Array.isArray(rows)) return { ...value, [name]: change(rows) }
  }
  return change([value])[0] ?? value
}

import type { Operation, Parameter } from './document.ts'

/** The server that the examples call, and ids of rows that the reader may see; null where there are none. */
export type ExampleValues = {
  origin: string
  ids: { 'billing-periods': string | null; invoices: string | null; 'client-invoices': string | null }
  /** A day as YYYY-MM-DD. */
  day: string
}

/** Optional parameters that an example sets, so that the response is quick and small. */
const CHOSEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  listBillingPeriods: { limit: '5' },
  listInvoices: { source: 'hello-tractor', limit: '5' },
  invoiceChanges: { source: 'hello-tractor', limit: '5' },
  exportBillingPeriods: { format: 'csv' },
  exportInvoices: { format: 'csv', source: 'hello-tractor' },
  filterOptions: { list: 'billing-periods' },
  find: { search: 'HT-1' },
  noteOwners: { funding_source: '(unassigned)' },
  settleDisappearance: { resource: 'billing-periods', from: 'DAY', version: 'VERSION' },
  resumeSource: { since: 'INSTANT' },
}

/**
 * Builds a curl command for an operation; null if no API key may call the operation.
 * The key stays in the variable `FURROW_KEY`, so that readers never paste a key into a document or a shell
 * history.
 */
export function curlOf(operation: Operation, values: ExampleValues): string | null {
  const { access, method, id } = operation
  if (access === 'admin' || operation.path.startsWith('/api/auth/')) return null
  const address = `${values.origin}${pathOf(operation, values)}${queryOf(operation, values)}`
  const parts = ['curl --fail-with-body']
  if (access !== 'anyone') parts.push('-H "Authorization: Bearer $FURROW_KEY"')
  if (method !== 'GET') parts.push(`-X ${method}`)
  if (operation.bodySchema) {
    parts.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(bodyOf(operation.bodySchema))}'`)
  }
  if (operation.answer.mediaTypes.includes('text/event-stream')) parts.push('--no-buffer')
  const file = fileOf(operation)
  if (file) parts.push(`-o ${id.startsWith('export') ? `${id}.${file}` : `invoice.${file}`}`)
  return [...parts, `"${address}"`].join(' \\\n  ')
}

function fileOf({ answer }: Operation): string | null {
  if (answer.mediaTypes.includes('text/csv')) return 'csv'
  return answer.mediaTypes.includes('application/pdf') ? 'pdf' : null
}

function pathOf({ path, parameters }: Operation, { ids }: ExampleValues): string {
  const kind = path.includes('client-invoices')
    ? 'client-invoices'
    : path.includes('invoice')
      ? 'invoices'
      : 'billing-periods'
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    // Without a visible row, the reader fills in the id.
    if (name === 'id') return ids[kind] === null ? '$ID' : encodeURIComponent(ids[kind] ?? '')
    return String(firstOf(parameters.find((one) => one.name === name)) ?? `$${name.toUpperCase()}`)
  })
}

function queryOf({ id, parameters }: Operation, { day }: ExampleValues): string {
  const search = new URLSearchParams()
  for (const parameter of parameters) {
    if (parameter.in !== 'query') continue
    const chosen = CHOSEN[id]?.[parameter.name]
    if (chosen !== undefined) search.set(parameter.name, chosen === 'DAY' ? day : chosen)
    else if (parameter.required) search.set(parameter.name, String(firstOf(parameter) ?? day))
  }
  const query = search.toString()
  return query === '' ? '' : `?${query}`
}

function firstOf(parameter: Parameter | undefined): unknown {
  return parameter?.schema.default ?? parameter?.schema.enum?.[0]
}

function bodyOf(schema: NonNullable<Operation['bodySchema']>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, field]) => [
      name,
      field.enum?.[0] ?? (field.format === 'email' ? 'ada@example.com' : '…'),
    ]),
  )
}

import { reportParams } from '#lib/collections/params.ts'
import type { ChosenRange } from '#lib/collections/range.ts'
import { withQuery } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'

/** Returns the address of the report about a range and funding sources. */
export function reportPath({
  range,
  fundingSources,
}: {
  range: ChosenRange
  fundingSources: readonly string[]
}) {
  const days = range.name === 'custom' ? { from: range.from, to: range.to } : { range: range.name }
  return withQuery('/report', serializeParams(reportParams, { funding_source: fundingSources, ...days }))
}

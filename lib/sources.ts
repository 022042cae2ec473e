/** The upstream families, in display order. */
export const SOURCES = ['hello-tractor', 'payment-links', 'client-invoices'] as const
export type Source = (typeof SOURCES)[number]

/** The mirrored resources; one resource is one upstream list. */
export const RESOURCES = ['billing-periods', 'invoices'] as const
export type Resource = (typeof RESOURCES)[number]

/** The lists that each source offers. */
export const SOURCE_RESOURCES: Record<Source, readonly Resource[]> = {
  'hello-tractor': ['billing-periods', 'invoices'],
  'payment-links': ['invoices'],
  'client-invoices': ['invoices'],
}

/** True for the name of a known source. */
export function isSource(value: unknown): value is Source {
  return SOURCES.some((source) => source === value)
}

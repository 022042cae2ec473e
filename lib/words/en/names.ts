/** Names of the sources and of their lists, on every page. */
export const names = {
  'source.hello-tractor': 'Hello Tractor',
  'source.payment-links': 'Payment links',
  'source.client-invoices': 'Client invoices',
  'resource.billing-periods': 'Billing periods',
  'resource.invoices': 'Invoices',
} as const

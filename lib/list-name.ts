/** Names of the lists, by which texts choose the word for a list's rows. */
export type ListName =
  | 'invoices'
  | 'periods'
  | 'contracts'
  | 'events'
  | 'people'
  | 'requests'
  | 'integrations'
  | 'sources'

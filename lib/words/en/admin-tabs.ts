/** Names of the pages of the administration. */
export const adminTabs = {
  'tabs.label': 'Administration',
  'tab.people': 'People',
  'tab.requests': 'Access requests',
  'tab.sources': 'Funding sources',
  'tab.integrations': 'Integrations',
  'tab.audit': 'Audit log',
  'tab.open': '{count, number}<hidden> open</hidden>',
} as const

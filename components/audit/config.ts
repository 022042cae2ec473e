import type { ListConfig } from '#components/list/list-screen.tsx'
import type { AuditEvent } from '#lib/audit/schema.ts'
import { OUTCOME_LABELS } from '#lib/audit/words.ts'
import { AUDIT_COLUMNS } from './columns.tsx'

/** Configuration of the audit log. */
export const AUDIT_LIST: ListConfig<AuditEvent> = {
  title: 'Audit log',
  noun: { one: 'event', many: 'events' },
  searchHint: 'Search name or subject',
  columns: AUDIT_COLUMNS,
  hasAmounts: false,
  fileName: 'audit-log',
  formats: ['csv'],
  rowTitle: (id) => `Event ${id}`,
  emptyReason: 'Sign-ins, downloads, exports and administrative acts appear here from the first one on.',
  specs: [
    { kind: 'choice', key: 'actor', label: 'Who', isPinned: true },
    { kind: 'choice', key: 'action', label: 'What', isPinned: true },
    { kind: 'choice', key: 'outcome', label: 'Outcome', labels: OUTCOME_LABELS, isPinned: true },
    { kind: 'days', key: 'from', to: 'to', label: 'Day' },
    { kind: 'choice', key: 'subject', label: 'Subject' },
  ],
}

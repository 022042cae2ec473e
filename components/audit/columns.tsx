import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import type { AuditEvent } from '#lib/audit/schema.ts'
import { actionLabel, actorName, describeEvent, OUTCOME_LABELS, OUTCOME_TONES } from '#lib/audit/words.ts'
import { WhenCell } from './when-cell.tsx'

/** The columns of the audit log. */
export const AUDIT_COLUMNS: readonly AppColumn<AuditEvent>[] = [
  {
    id: 'what',
    meta: { label: 'What happened', width: 280, grow: 4, card: 'title', isDefault: true },
    cell: (row) => <RowLink id={row.id} text={describeEvent(row)} />,
  },
  {
    id: 'at',
    meta: { label: 'When', width: 190, grow: 0, sortField: 'sequence', card: 'detail', isDefault: true },
    cell: (row) => <WhenCell instant={row.at} />,
  },
  {
    id: 'outcome',
    meta: { label: 'Outcome', width: 104, grow: 0, card: 'status', isDefault: true },
    cell: (row) => <StatusBadge tone={OUTCOME_TONES[row.outcome]} label={OUTCOME_LABELS[row.outcome]} />,
  },
  {
    id: 'actor',
    meta: { label: 'Who', width: 128, grow: 1 },
    cell: (row) => <TextCell text={actorName(row)} unknown="" isSoft />,
  },
  {
    id: 'action',
    meta: { label: 'Kind', width: 136 },
    cell: (row) => <TextCell text={actionLabel(row.action)} unknown="" isSoft />,
  },
  {
    id: 'subject',
    meta: { label: 'Subject', width: 176 },
    cell: (row) => <TextCell text={row.subject} unknown="It concerns nothing in particular" isSoft />,
  },
  {
    id: 'number',
    meta: { label: 'Number', width: 88, grow: 0, isNumeric: true },
    cell: (row) => <TextCell text={row.id} unknown="" isSoft />,
  },
]

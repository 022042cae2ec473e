/** Outcomes of an action: done, refused, failed, or aborted midway. */
export const AUDIT_OUTCOMES = ['ok', 'denied', 'failed', 'aborted'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

export const ACTOR_KINDS = ['person', 'integration', 'system', 'anonymous'] as const

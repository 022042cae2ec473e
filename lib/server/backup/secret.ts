import 'server-only'
import { type AuditHead, auditSeals } from '#lib/server/audit/seal.ts'

/**
 * Whether a secret is the one that sealed the end of an audit log. The seal is in every backup with an audit event, and
 * reveals nothing of the secret; null where there is no end.
 */
export function isSealedWith(head: AuditHead | null, secret: string): boolean | null {
  return head === null ? null : auditSeals(secret).headOf(head.sequence, head.hash).seal === head.seal
}

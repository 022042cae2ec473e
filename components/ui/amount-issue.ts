import { AMOUNT_ISSUES } from '#lib/amount-issues.ts'
import type { Words } from '#lib/words/words.ts'

/** Says why an amount is unknown; null, and an issue that a newer server stored, only that it is. */
export function amountIssueWords(issue: string | null, t: Words<'ui'>): string {
  switch (AMOUNT_ISSUES.find((one) => one === issue)) {
    case 'missing':
    case 'blank':
      return t('amount.missing')
    case 'not a number':
      return t('amount.not-a-number')
    case 'too large':
      return t('amount.too-large')
    case 'too many decimals':
      return t('amount.too-many-decimals')
    case undefined:
      return t('amount.unknown')
  }
}

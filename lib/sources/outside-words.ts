import type { Source } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'

/** Says why no row of a source can be in the viewer's scope. Every row of Hello Tractor can be. */
export function outsideWords(source: Source, t: Words<'shell'>): string {
  return source === 'client-invoices' ? t('outside.client-invoices') : t('outside.payment-links')
}

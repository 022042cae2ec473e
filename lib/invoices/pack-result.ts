import type { Words } from '#lib/words/words.ts'

/**
 * Describes the result of a pack from its ZIP comment (see `packComment`), e.g. "193 of 200 files. 7 missing:
 * see _errors.csv."
 * @throws {Error} if the comment is not that of a whole pack.
 */
export function describePack(comment: string | null, t: Words<'invoices'>): string {
  const [, files, invoices] = /^(\d+) of (\d+) files$/.exec(comment ?? '') ?? []
  if (files === undefined || invoices === undefined) {
    throw new Error(t('pack.incomplete'))
  }
  const [saved, all] = [Number(files), Number(invoices)]
  return t('pack.saved', { files: saved, invoices: all, missing: all - saved })
}

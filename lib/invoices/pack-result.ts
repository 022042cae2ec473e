/**
 * Describes the result of a pack from its ZIP comment (see `packComment`), e.g. "193 of 200 files. 7 missing:
 * see _errors.csv."
 * @throws {Error} if the comment is not that of a whole pack.
 */
export function describePack(comment: string | null): string {
  const [, files, invoices] = /^(\d+) of (\d+) files$/.exec(comment ?? '') ?? []
  if (files === undefined || invoices === undefined) {
    throw new Error('What arrived is not a whole ZIP, and nothing was saved.')
  }
  const missing = Number(invoices) - Number(files)
  return `Saved ${files} of ${invoices} files. ${missing === 0 ? 'None is missing.' : `${missing} missing: see _errors.csv.`}`
}

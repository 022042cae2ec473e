import type { Contents } from './contents.ts'

/**
 * Tables and nullable columns that are empty in every installation, with the reason. All others must have
 * values.
 */
const EMPTY: Record<string, string> = {
  contract_pending: 'contracts wait here only until the worker has computed them',
  'contract.standing_before':
    'weeks behind are recorded from the installation on, and the rehearsal is shorter than four weeks',
  'person.image': 'no route takes a picture',
  'person.previous_visit_at':
    'a visit ends after half an hour without a request, and the rehearsal is shorter',
  'person.previous_report_at': 'a report of an earlier day, and the rehearsal lasts minutes',
  'pdf_pack_file.code': 'every file of the rehearsal is at its source',
  'pdf_pack_file.reason': 'every file of the rehearsal is at its source',
  'account.access_token': 'what a provider of single sign-on hands out is not kept',
  'account.refresh_token': 'what a provider of single sign-on hands out is not kept',
  'account.id_token': 'what a provider of single sign-on hands out is not kept',
  'account.refresh_token_expires_at': 'what a provider of single sign-on hands out is not kept',
  'sync_window.leased_until': 'set while a worker reads the window; nothing is read at rest',
  'sync_window.leased_by': 'set while a worker reads the window; nothing is read at rest',
}

/**
 * Finds tables and columns that the rehearsal does not exercise.
 * @returns unlisted tables without a row, unlisted nullable columns without a value, and listed ones that do
 * have values
 */
export function untried(contents: Contents): string[] {
  const empty = [...contents].flatMap(([table, { columns, rows }]) => {
    if (rows.length === 0) return [table]
    const unset = columns.filter(({ name }) => rows.every((row) => row[name] === null))
    return unset.map(({ name }) => `${table}.${name}`)
  })
  const unlisted = empty.filter((place) => EMPTY[place] === undefined)
  const needless = Object.keys(EMPTY).filter((place) => !empty.includes(place))
  return [
    ...unlisted.map((place) => `${place} is empty: let the rehearsal fill it, or list why nothing can`),
    ...needless.map((place) => `${place} is listed as empty and is not`),
  ]
}

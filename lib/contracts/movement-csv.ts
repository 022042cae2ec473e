import type { Movement } from './schema.ts'

/** The title of the file, in English like its columns. */
export const MOVEMENT_FILE_TITLE = 'Who moved'

/** What the file says while contracts wait to be computed, as the export of contracts does. */
export const MOVEMENT_FILE_PENDING = 'no: some contracts are still being computed'

/**
 * Converts the cells of "Who moved" to CSV rows, which are English in every language, so that one program reads the
 * files of all readers.
 */
export function movementCsvRows({ cells, before, day }: Movement): (string | number | null)[][] {
  const header = [
    'day_before',
    'day',
    'funding_source',
    'currency',
    'weeks_behind_before',
    'weeks_behind',
    'contracts',
    'outstanding',
  ]
  const lines = cells.map((cell) => [
    before,
    day,
    cell.fundingSource ?? 'Unassigned',
    cell.currency ?? 'Unknown currency',
    cell.before,
    cell.now,
    cell.count,
    cell.outstanding,
  ])
  return [header, ...lines]
}

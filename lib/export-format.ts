/** The report formats that the `format` parameter accepts. */
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Whom a file is for: programs get machine names and ISO values, people get what the screen shows. */
export const AUDIENCES = ['data', 'people'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Where a CSV file describes its rows: behind them, nowhere, or in a file beside it. */
export const PROVENANCES = ['end', 'none', 'file'] as const
export type Provenance = (typeof PROVENANCES)[number]

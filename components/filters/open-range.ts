/** Inclusive days as ISO text; null leaves that end open. */
export type OpenRange = { from: string | null; to: string | null }

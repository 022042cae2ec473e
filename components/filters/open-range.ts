/** Days as ISO text, both included; null: without an end on that side. */
export type OpenRange = { from: string | null; to: string | null }

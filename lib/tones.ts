/** How a status is distinguished at a glance; each tone has its own colour and icon. */
export const TONES = ['ok', 'sent', 'wait', 'bad', 'draft', 'other'] as const
export type Tone = (typeof TONES)[number]

/** How a state is told apart at a glance; each tone has its own colour and its own icon. */
export const TONES = ['ok', 'sent', 'wait', 'bad', 'draft', 'other'] as const
export type Tone = (typeof TONES)[number]

/**
 * One value as a source writes it, and what the value means.
 * `wire` is the JSON text; null leaves the field out.
 * - `exact`: a reader must get `truth`.
 * - `either`: a reader gets `truth`, or counts the value as unreadable.
 * - `ambiguous`: the text has two readings, so a reader must count it as unreadable.
 * - `none`: the source says that there is no value; `truth` is null.
 */
export type Spelled = {
  readonly wire: string | null
  readonly truth: string | null
  readonly rule: 'exact' | 'either' | 'ambiguous' | 'none'
}

/** A value with one reading, written as the JSON string `text`. */
export function exact(truth: string, text: string): Spelled {
  return { wire: JSON.stringify(text), truth, rule: 'exact' }
}

/** A value with one reading, written as `json`, which is not a string. */
export function exactJson(truth: string, json: string): Spelled {
  return { wire: json, truth, rule: 'exact' }
}

/** A value with one reading, in a notation that a reader may reject if the rejection is counted. */
export function either(truth: string, json: string): Spelled {
  return { wire: json, truth, rule: 'either' }
}

/** A text with more than one possible reading; `truth` is what the source meant. */
export function ambiguous(truth: string | null, json: string): Spelled {
  return { wire: json, truth, rule: 'ambiguous' }
}

/** No value, in the ways that JSON allows; null leaves the field out. */
export function none(json: string | null): Spelled {
  return { wire: json, truth: null, rule: 'none' }
}

import type { KeyOf } from '#lib/words/areas.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('start')

type LabelIn<Key> = Key extends `label.${infer Label}` ? Label : never
type Label = LabelIn<KeyOf<'start'>>

/** Width of the column in which labels stand. */
const COLUMN = 12

/** Prints one line of the start's progress. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Puts a text behind its label. Every line of the text starts in the same column. */
export function labelled(label: Label, text: string): string {
  return t(`label.${label}`).padEnd(COLUMN) + text.replaceAll('\n', `\n${' '.repeat(COLUMN)}`)
}

/** Puts a text below a labelled one, in the same column. */
export function below(text: string): string {
  return ' '.repeat(COLUMN) + text.replaceAll('\n', `\n${' '.repeat(COLUMN)}`)
}

/** Prints one line about a setting that has less effect than intended. */
export function warn(line: string): void {
  say(labelled('warning', line))
}

/** Ends the command with a message on standard error and the exit code `code`. */
export function fail(message: string, code = 1): never {
  process.stderr.write(`\n${message}\n`)
  process.exit(code)
}

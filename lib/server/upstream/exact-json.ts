import 'server-only'
import Assembler from 'stream-json/assembler.js'
import { jsonParser, type Token } from 'stream-json/parser.js'
import { isRecord } from '#lib/server/log/redact.ts'

/** Deepest nesting of an upstream's JSON; beyond it the answer is refused. */
const MAX_DEPTH = 64

/** Text that is not JSON, is cut short, or is nested too deep. */
export class JsonError extends Error {
  override name = 'JsonError'
}

/** Text as a database can hold it: NUL and lone surrogates become U+FFFD. */
export function storableText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** Builds values with numbers as they were written: only safe integers become numbers. */
class ExactAssembler extends Assembler {
  override numberValue(source: string): void {
    const value = Number(source)
    const isExact = /^-?\d+$/.test(source) && Number.isSafeInteger(value) && !Object.is(value, -0)
    if (isExact) super.numberValue(source)
    else this.stringValue(source)
  }

  take(token: Token): void {
    if (token.name === 'keyValue') this.keyValue(storableText(token.value))
    else if (token.name === 'stringValue') this.stringValue(storableText(token.value))
    else {
      if (token.name.startsWith('start') && this.depth >= MAX_DEPTH) throw new JsonError('nested too deep')
      this.consume(token)
    }
  }
}

/**
 * Reads JSON as it arrives, without losing a digit: numbers with a fraction, an exponent or beyond the safe integers are
 * their source text, and every text can be stored. `write` and `finish` throw JsonError.
 */
export class ExactJsonReader {
  readonly #parse = jsonParser({ streamValues: false })
  readonly #assembler = new ExactAssembler()
  #hasValue = false

  /** Takes the next piece of text; `onToken` is called after each token, with what is being assembled. */
  write(text: string, onToken?: (assembler: Assembler) => void): void {
    for (const token of this.#tokens(text)) {
      this.#assembler.take(token)
      if (this.#assembler.done) this.#hasValue = true
      onToken?.(this.#assembler)
    }
  }

  /** Ends the text. Out: the value; throws JsonError when it is cut short. */
  finish(): unknown {
    // White space makes the parser settle a last word or number that could have gone on.
    this.write(' ')
    if (!this.#hasValue || !this.#assembler.done) throw new JsonError('cut short')
    return this.#assembler.current
  }

  #tokens(text: string): readonly Token[] {
    try {
      const result = this.#parse(text)
      return typeof result === 'symbol' ? [] : result.values
    } catch {
      throw new JsonError('not JSON')
    }
  }
}

/** Parses a whole text; see ExactJsonReader. Throws JsonError. */
export function parseExactJson(text: string): unknown {
  const reader = new ExactJsonReader()
  reader.write(text)
  return reader.finish()
}

/**
 * Reads the elements of a long list as they arrive: of a bare array, or of the one array under `listKeys` of an object.
 * `write` gives the elements completed by a piece of text, and throws JsonError at a second list. `finish` throws
 * JsonError when the text is cut short and tells whether there was a list, which `{"count": 0, "data": null}` also is.
 */
export class ExactListReader {
  readonly #reader = new ExactJsonReader()
  readonly #listKeys: readonly string[]
  #found: unknown

  constructor(listKeys: readonly string[]) {
    this.#listKeys = listKeys
  }

  write(text: string): unknown[] {
    const elements: unknown[] = []
    this.#reader.write(text, (assembler) => {
      const { current } = assembler
      if (!Array.isArray(current) || !this.#isList(assembler)) return
      this.#found ??= current
      if (this.#found !== current) throw new JsonError('two lists')
      if (current.length > 0) elements.push(current.pop())
    })
    return elements
  }

  finish(): { hasList: boolean } {
    const whole = this.#reader.finish()
    return { hasList: this.#found !== undefined || this.#isEmptyEnvelope(whole) }
  }

  #isEmptyEnvelope(value: unknown): boolean {
    return isRecord(value) && value.count === 0 && this.#listKeys.some((key) => value[key] === null)
  }

  #isList({ depth, stack }: Assembler): boolean {
    // The stack holds parent and key in turn: one pair below an object's member, none below a bare array.
    return depth === 1 || (depth === 2 && this.#listKeys.some((key) => key === stack[1]))
  }
}

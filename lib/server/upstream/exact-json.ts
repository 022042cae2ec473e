import 'server-only'
import Assembler from 'stream-json/assembler.js'
import { jsonParser, type Token } from 'stream-json/parser.js'
import { isRecord } from '#lib/server/log/redact.ts'

/** Deepest accepted nesting of an upstream's JSON; deeper responses are refused. */
const MAX_DEPTH = 64

/** The text is not JSON, is cut short, or is nested deeper than 64 levels. */
export class JsonError extends Error {
  override name = 'JsonError'
}

/** Replaces NUL and lone surrogates by U+FFFD, because PostgreSQL stores neither in a text. */
export function storableText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** Builds values and keeps numbers as written: only safe integers become JavaScript numbers. */
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
 * Parses JSON incrementally without losing a digit. Numbers with a fraction or an exponent, and integers
 * beyond the safe range, stay as their source text; every text can be stored in PostgreSQL. `write` and
 * `finish` throw JsonError.
 */
export class ExactJsonReader {
  readonly #parse = jsonParser({ streamValues: false })
  readonly #assembler = new ExactAssembler()
  #hasValue = false

  /**
   * Parses the next piece of text; calls `onToken` after each token with the assembler that holds the value
   * so far.
   */
  write(text: string, onToken?: (assembler: Assembler) => void): void {
    for (const token of this.#tokens(text)) {
      this.#assembler.take(token)
      if (this.#assembler.done) this.#hasValue = true
      onToken?.(this.#assembler)
    }
  }

  /**
   * Ends the text.
   * @returns the parsed value
   * @throws JsonError when the text is cut short
   */
  finish(): unknown {
    // White space makes the parser emit a final word or number, which more text could have continued.
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

/**
 * Parses a long list element by element, so that the whole list is never in memory. The list is a bare array
 * or the one array under `listKeys` of an object. `write` returns the elements that a piece of text
 * completes, and throws JsonError at a second list. `finish` throws JsonError when the text is cut short. Its
 * `hasList` is also true for an empty envelope such as `{"count": 0, "data": null}`.
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
    // The stack alternates parent and key: one pair below a member of an object, none below a bare array.
    return depth === 1 || (depth === 2 && this.#listKeys.some((key) => key === stack[1]))
  }
}

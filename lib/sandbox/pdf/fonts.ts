import 'server-only'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** Every character that the PDF standard fonts can print (Latin-1 and some punctuation). */
const STANDARD = /^[\x20-\x7e\xa0-\xff–—‘’“”•…]*$/u

/** Letters without a glyph in Geist, with their nearest spelling. */
const NEAREST: Record<string, string> = { Ɛ: 'E', ɛ: 'e', Ɔ: 'O', ɔ: 'o', Ṣ: 'S\u0323', ṣ: 's\u0323' }

const loaded = new Map<string, Buffer>()

function geist(weight: 'Regular' | 'Bold'): Buffer {
  let font = loaded.get(weight)
  if (!font) {
    const module = createRequire(import.meta.url).resolve('geist/font/sans')
    font = readFileSync(path.join(path.dirname(module), 'fonts', 'geist-sans', `Geist-${weight}.ttf`))
    loaded.set(weight, font)
  }
  return font
}

/** Chooses a font that can print a text: the small built-in one, or an embedded one for wider alphabets. */
export function setting(text: string, isBold: boolean): { text: string; font: string | Buffer } {
  const composed = text.normalize('NFC')
  if (STANDARD.test(composed)) return { text: composed, font: isBold ? 'Helvetica-Bold' : 'Helvetica' }
  const nearest = composed.replace(/[ƐɛƆɔṢṣ]/g, (letter) => NEAREST[letter] ?? letter)
  return { text: nearest, font: geist(isBold ? 'Bold' : 'Regular') }
}

import 'server-only'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'

/** The content of a printed invoice. Amounts are decimals of one currency. */
export type InvoicePaper = {
  kind: string
  number: string
  issuer: string
  issuedOn: string
  /** Name and value pairs beside the number. */
  facts: readonly (readonly [string, string])[]
  party: readonly string[]
  lines: readonly { text: string; amount: string }[]
  currency: string
  total: string
}

const LEFT = 56
const RIGHT = 539
const INK = '#1b2420'
const QUIET = '#66736c'
const ACCENT = '#2f7d4f'

type Style = { size: number; isBold?: boolean; color?: string; width?: number; align?: 'left' | 'right' }
type Paper = InstanceType<typeof PDFDocument>

/**
 * Renders a one-page A4 PDF. Uncompressed, so that tests can search the file for its number; the same input
 * gives the same bytes.
 */
export function invoicePdf(paper: InvoicePaper): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    compress: false,
    info: {
      Title: `${paper.kind} ${paper.number}`,
      Author: paper.issuer,
      Subject: `Total ${paper.currency} ${paper.total}`,
      CreationDate: new Date(`${paper.issuedOn}T00:00:00Z`),
    },
  })
  const bytes = buffer(document)
  head(document, paper)
  const bottom = lines(document, paper, parties(document, paper))
  total(document, paper, bottom)
  write(document, 'Sandbox document: invented data, no payment is due.', LEFT, 790, { size: 8, color: QUIET })
  document.end()
  return bytes
}

function write(document: Paper, value: string, x: number, y: number, style: Style): void {
  const { text, font } = setting(value, style.isBold ?? false)
  document
    .font(font)
    .fontSize(style.size)
    .fillColor(style.color ?? INK)
    .text(text, x, y, { width: style.width ?? RIGHT - x, align: style.align ?? 'left', lineBreak: true })
}

function rule(document: Paper, y: number, color: string): void {
  document.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(0.7).strokeColor(color).stroke()
}

function head(document: Paper, paper: InvoicePaper): void {
  document.rect(0, 0, 596, 8).fill(ACCENT)
  write(document, paper.issuer, LEFT, 48, { size: 11, isBold: true, color: ACCENT })
  write(document, paper.kind, LEFT, 84, { size: 24, isBold: true })
  write(document, paper.number, LEFT, 116, { size: 13, color: QUIET })
}

/** Draws the two blocks below the heading and returns the y position of their end. */
function parties(document: Paper, paper: InvoicePaper): number {
  let left = 160
  write(document, 'Billed to', LEFT, left, { size: 8, color: QUIET })
  left += 14
  for (const [index, text] of paper.party.entries()) {
    write(document, text, LEFT, left, { size: index === 0 ? 11 : 10, isBold: index === 0, width: 250 })
    left = document.y + 3
  }
  let right = 160
  for (const [name, value] of paper.facts) {
    write(document, name, 340, right, { size: 8, color: QUIET })
    write(document, value, 420, right - 2, { size: 10 })
    right = Math.max(right + 16, document.y + 4)
  }
  return Math.max(left, right) + 24
}

function lines(document: Paper, paper: InvoicePaper, top: number): number {
  write(document, 'Description', LEFT, top, { size: 8, color: QUIET })
  write(document, `Amount (${paper.currency})`, 400, top, { size: 8, color: QUIET, align: 'right' })
  let y = top + 14
  rule(document, y, INK)
  for (const line of paper.lines) {
    write(document, line.text, LEFT, y + 8, { size: 10, width: 360 })
    const end = document.y + 8
    write(document, line.amount, 430, y + 8, { size: 10, align: 'right' })
    y = end
    rule(document, y, '#d9dfdb')
  }
  return y
}

function total(document: Paper, paper: InvoicePaper, y: number): void {
  write(document, 'Total', LEFT, y + 14, { size: 12, isBold: true })
  write(document, `${paper.currency} ${paper.total}`, 300, y + 14, { size: 14, isBold: true, align: 'right' })
}

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
function setting(text: string, isBold: boolean): { text: string; font: string | Buffer } {
  const composed = text.normalize('NFC')
  if (STANDARD.test(composed)) return { text: composed, font: isBold ? 'Helvetica-Bold' : 'Helvetica' }
  const nearest = composed.replace(/[ƐɛƆɔṢṣ]/g, (letter) => NEAREST[letter] ?? letter)
  return { text: nearest, font: geist(isBold ? 'Bold' : 'Regular') }
}

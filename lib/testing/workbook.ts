import { unzip } from './unzip.ts'

/** A cell of a workbook: text, or a number with its style index. */
export type WorkbookCell = { text: string } | { number: string; style: number }
export type Workbook = { parts: Map<string, string>; sheets: Map<string, Record<string, WorkbookCell>[]> }

/**
 * Reads an XLSX by APPNOTE.TXT and ECMA-376 alone, without the code that wrote it.
 * @returns the parts, and the sheets by name, each row as its cells by column letters.
 * @throws {Error} if a checksum or size is wrong, or a cell contains anything but an inline string or a
 * number.
 */
export function readWorkbook(file: Buffer): Workbook {
  const parts = new Map(unzip(file).files.map(({ name, bytes }) => [name, bytes.toString('utf8')]))
  const named = [
    ...partOf(parts, 'xl/workbook.xml').matchAll(/<sheet name="([^"]*)" sheetId="\d+" r:id="([^"]+)"/g),
  ]
  const targets = partOf(parts, 'xl/_rels/workbook.xml.rels').matchAll(
    /Id="([^"]+)" Type="[^"]+" Target="([^"]+)"/g,
  )
  const byId = new Map([...targets].map(([, id = '', target = '']) => [id, target]))
  const sheets = named.map(([, name = '', id = '']): [string, Record<string, WorkbookCell>[]] => [
    unescaped(name),
    linesOf(partOf(parts, `xl/${byId.get(id)}`)),
  ])
  return { parts, sheets: new Map(sheets) }
}

function partOf(parts: Map<string, string>, name: string): string {
  const part = parts.get(name)
  if (part === undefined) throw new Error(`The workbook has no ${name}`)
  return part
}

function linesOf(xml: string): Record<string, WorkbookCell>[] {
  const data = /<sheetData>(.*)<\/sheetData>/s.exec(xml)?.[1] ?? ''
  return [...data.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, line = '', cells = ''], at) => {
    if (Number(line) !== at + 1) throw new Error(`Line ${line} stands where line ${at + 1} should`)
    return cellsOf(cells, line)
  })
}

function cellsOf(xml: string, line: string): Record<string, WorkbookCell> {
  const cell =
    /<c r="([A-Z]+)(\d+)" s="(\d+)"(?:><v>([^<]*)<\/v>| t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)<\/t><\/is>)<\/c>/g
  const found: Record<string, WorkbookCell> = {}
  for (const [, column = '', at, style, number, text = ''] of xml.matchAll(cell)) {
    if (at !== line) throw new Error(`${column}${at} stands in line ${line}`)
    found[column] = number === undefined ? { text: unescaped(text) } : { number, style: Number(style) }
  }
  const rest = xml.replace(cell, '')
  if (rest !== '') throw new Error(`Line ${line} holds what is no cell: ${rest.slice(0, 80)}`)
  return found
}

function unescaped(xml: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return xml
    .replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '\ufffd')
    .replace(/_x([\dA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

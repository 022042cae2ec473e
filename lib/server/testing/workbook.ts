import { crc32, inflateRawSync } from 'node:zlib'

/** A cell as a workbook holds it: text, or a number with the place of its style. */
export type WorkbookCell = { text: string } | { number: string; style: number }
export type Workbook = { parts: Map<string, string>; sheets: Map<string, Record<string, WorkbookCell>[]> }

/**
 * Reads an XLSX by APPNOTE.TXT and ECMA-376 alone, without the code that wrote it: the sheets by name, each line as its cells
 * by column letters. Throws where a checksum or size is wrong, or anything but an inline string or a number is in a cell.
 */
export function readWorkbook(file: Buffer): Workbook {
  const parts = unzip(file)
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

function unzip(file: Buffer): Map<string, string> {
  const end = file.length - 22
  expectAt(file, end, 0x06054b50, 'end')
  let entry = file.readUInt32LE(end + 16)
  const parts = new Map<string, string>()
  let next = 0
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    expectAt(file, entry, 0x02014b50, 'directory')
    const nameLength = file.readUInt16LE(entry + 28)
    const name = file.toString('utf8', entry + 46, entry + 46 + nameLength)
    const [crc = 0, packed = 0, size = 0] = [16, 20, 24].map((field) => file.readUInt32LE(entry + field))
    if (file.readUInt32LE(entry + 42) !== next) throw new Error(`${name} does not follow the part before`)
    expectAt(file, next, 0x04034b50, name)
    const start = next + 30 + nameLength
    if (file.toString('utf8', next + 30, start) !== name)
      throw new Error(`Another name stands before ${name}`)
    const bytes = inflateRawSync(file.subarray(start, start + packed))
    expectAt(file, start + packed, 0x08074b50, name)
    const behind = [4, 8, 12].map((field) => file.readUInt32LE(start + packed + field))
    if (behind.join() !== [crc, packed, size].join())
      throw new Error(`What stands behind ${name} is not in the directory`)
    if (bytes.length !== size || crc32(bytes) !== crc)
      throw new Error(`${name} is not what its checksum says`)
    parts.set(name, bytes.toString('utf8'))
    next = start + packed + 16
    entry += 46 + nameLength
  }
  if (next !== file.readUInt32LE(end + 16) || entry !== end) throw new Error('Bytes belong to no part')
  return parts
}

function expectAt(file: Buffer, at: number, signature: number, what: string): void {
  if (file.readUInt32LE(at) !== signature) throw new Error(`No signature of ${what} at ${at}`)
}

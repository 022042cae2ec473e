import { readFile } from 'node:fs/promises'
import { extractText, getDocumentProxy } from 'unpdf'

/** The text of a PDF file, as a reader of it would find it. */
export async function pdfText(file: string): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(await readFile(file)))
  const { text } = await extractText(document, { mergePages: true })
  return text
}

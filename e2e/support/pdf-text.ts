import { readFile } from 'node:fs/promises'
import { extractText, getDocumentProxy } from 'unpdf'

/** Extracts the text of a PDF file, with all pages merged. */
export async function pdfText(file: string): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(await readFile(file)))
  const { text } = await extractText(document, { mergePages: true })
  return text
}

/** Extracts the text of each page of a PDF. */
export async function pdfPages(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  return (await extractText(document, { mergePages: false })).text
}

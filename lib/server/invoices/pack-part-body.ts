import 'server-only'
import { z } from 'zod'

const count = z.int().nonnegative()

/** Request body of a part of a pack: where its download starts. */
export const partStartSchema = z.strictObject({
  continued: z
    .strictObject({
      revision: z.string().max(200).describe('The ETag of the download that broke off, without its quotes'),
      files: count.describe('How many files of its ZIP the caller has whole'),
      bytes: count.describe('At which byte of its ZIP the next file begins, or would begin'),
    })
    .optional()
    .describe('Continues a download that broke off; left out, the part starts from its first byte'),
})
export type PartStart = z.infer<typeof partStartSchema>

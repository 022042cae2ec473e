import { Fragment } from 'react'

/** A figure of up to this many characters fits everywhere. */
const SHORT = 20

/** A figure that can wrap between its digit groups; copying gives the unchanged text. */
export function Breakable({ text }: { text: string }) {
  if (text.length <= SHORT) return text
  return text.split(/(?<=\D)(?=\d{3}(?!\d))/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
    <Fragment key={at}>
      {at > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ))
}

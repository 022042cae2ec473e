import { Fragment } from 'react'

/** So many characters fit wherever a figure stands. */
const SHORT = 20

/** A figure that, where it does not fit a line, breaks between its groups of digits; copying gives it as it is. */
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

import { Fragment } from 'react'

/** A figure of up to this many characters fits everywhere. */
const SHORT = 20

/**
 * A printed amount, share or change. It is isolated in its own direction, so that a sign stays before its digits
 * and a percent sign behind them where the page runs from right to left. A long one can wrap between its
 * digit groups. Copying gives the unchanged text.
 */
export function Figure({ text }: { text: string }) {
  return <bdi dir="auto">{text.length <= SHORT ? text : <Breakable text={text} />}</bdi>
}

function Breakable({ text }: { text: string }) {
  return text.split(/(?<=\D)(?=\d{3}(?!\d))/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
    <Fragment key={at}>
      {at > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ))
}

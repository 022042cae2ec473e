import { Fragment } from 'react'

/** A figure of up to this many characters fits everywhere. */
const SHORT = 20

/** A letter of a script that runs from right to left: Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/

/**
 * A printed amount, share or change. It is isolated in its own direction, so that a sign stays before its digits
 * and a percent sign behind them where the page runs from right to left. A unit in letters that run from right
 * to left stands to the left of its number, with and without a sign. A long one can wrap between its digit
 * groups. Copying gives the unchanged text.
 */
export function Figure({ text }: { text: string }) {
  const direction = RIGHT_TO_LEFT.test(text) ? 'rtl' : 'auto'
  return <bdi dir={direction}>{text.length <= SHORT ? text : <Breakable text={text} />}</bdi>
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

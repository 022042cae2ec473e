import { Fragment } from 'react'
import type { Words } from '#lib/words/words.ts'

/** The id of the server's log line, ready to be selected. Takes its text, because it renders on both sides. */
export function RequestId({ id, t }: { id: string; t: Words<'ui'> }) {
  const code = (inside: React.ReactNode) => (
    <code key="id" className="select-all">
      {inside}
    </code>
  )
  return <Fragment>{t.rich('request', { id, code })}</Fragment>
}

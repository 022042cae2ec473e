import { Fragment } from 'react'
import { splitHidden } from '#lib/visible-text.ts'

/**
 * Text as a source wrote it: isolated in its own direction, with each hidden character shown as a mark. The
 * stylesheet draws the marks and the characters stay in the page, so that copying gives the original text.
 */
export function SourceText({ text }: { text: string }) {
  return (
    <bdi dir="auto">
      {splitHidden(text).map((part, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
        if (part.mark === null) return <Fragment key={index}>{part.text}</Fragment>
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <bdi key={index} className="hidden-mark" data-mark={part.mark}>
            {part.text}
          </bdi>
        )
      })}
    </bdi>
  )
}

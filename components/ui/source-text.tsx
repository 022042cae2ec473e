import { Fragment } from 'react'
import { splitHidden } from '#lib/visible-text.ts'

/**
 * Text as a source wrote it: in its own direction whatever stands around it, each hidden character shown as a mark. Marks are
 * drawn by the style sheet and the characters stay in the page, so that copying gives the true text.
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

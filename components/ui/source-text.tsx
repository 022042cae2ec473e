import clsx from 'clsx'
import { Fragment } from 'react'
import { splitHidden, visibleText } from '#lib/visible-text.ts'

/**
 * Text as a source wrote it: isolated in its own direction, with each hidden character shown as a mark. The
 * stylesheet draws the marks and the characters stay in the page, so that copying gives the original text.
 */
export function SourceText({ text }: { text: string }) {
  return (
    <bdi dir="auto">
      <MarkedText text={text} />
    </bdi>
  )
}

type SourceLineProps = {
  text: string
  /** Shown on hover: the whole text unless given, nothing if null. */
  title?: string | null
  className?: string
}

/**
 * Like SourceText, as a line that is truncated when too long. The line itself has the direction of its text, so
 * that the ellipsis stands at the end of a name, also where the page runs the other way. As an inline block it
 * is aligned by its parent.
 */
export function SourceLine({ text, title = visibleText(text), className }: SourceLineProps) {
  return (
    <bdi
      dir="auto"
      title={title ?? undefined}
      className={clsx('inline-block max-w-full truncate align-bottom', className)}
    >
      <MarkedText text={text} />
    </bdi>
  )
}

/** A sentence in parts: words of Furrow's, and values that keep a direction of their own. */
export type Sentence = readonly (string | { value: string })[]

/** A sentence in the direction of the page; each of its values is isolated in its own. */
export function SentenceText({ parts }: { parts: Sentence }) {
  return parts.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
      <SourceText key={index} text={part.value} />
    ),
  )
}

/** Like SentenceText, as a line that is truncated when too long, with the whole sentence on hover. */
export function SentenceLine({ parts }: { parts: Sentence }) {
  const text = parts.map((part) => (typeof part === 'string' ? part : part.value)).join('')
  return (
    <span title={visibleText(text)} className="inline-block max-w-full truncate align-bottom">
      <SentenceText parts={parts} />
    </span>
  )
}

function MarkedText({ text }: { text: string }) {
  return splitHidden(text).map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
    if (part.mark === null) return <Fragment key={index}>{part.text}</Fragment>
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <bdi key={index} className="hidden-mark" data-mark={part.mark}>
        {part.text}
      </bdi>
    )
  })
}

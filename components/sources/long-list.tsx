import type { ReactNode } from 'react'
import { useWords } from '#components/ui/words.tsx'
import { splitLong } from '#lib/sources/diagnostics-words.ts'

type LongListProps<Item> = {
  items: readonly Item[]
  shown: number
  keyOf: (item: Item) => string
  children: (item: Item) => ReactNode
}

/** A list that shows its first items and collapses the rest. */
export function LongList<Item>({ items, shown, keyOf, children }: LongListProps<Item>) {
  const t = useWords('sources')
  const { first, rest } = splitLong(items, shown)
  const draw = (some: readonly Item[]) => (
    <ul className="divide-y divide-line">
      {some.map((item) => (
        <li key={keyOf(item)} className="py-1.5">
          {children(item)}
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {draw(first)}
      {rest.length > 0 ? (
        <details className="group border-line border-t">
          <summary className="py-1.5 text-soft hover:text-ink group-open:hidden">
            {t('more', { count: rest.length })}
          </summary>
          {draw(rest)}
        </details>
      ) : null}
    </>
  )
}

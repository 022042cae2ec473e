import type { ReactNode } from 'react'
import { useWords } from '#components/ui/words.tsx'

type ScrollTableProps = {
  label: string
  head: readonly string[]
  /** Number of text columns from the left; the others contain numbers. */
  textColumns: 1 | 2 | 3
  children: ReactNode
}

const ALIGNMENT = {
  1: '[&_td]:text-end [&_th:nth-child(n+2)]:text-end',
  2: '[&_td:nth-child(n+3)]:text-end [&_th:nth-child(n+3)]:text-end',
  3: '[&_td:nth-child(n+4)]:text-end [&_th:nth-child(n+4)]:text-end',
} as const

/** A plain table that scrolls sideways when too wide, with a sticky first column. */
export function ScrollTable({ label, head, textColumns, children }: ScrollTableProps) {
  const t = useWords('ui')
  return (
    <section
      aria-label={t('table.label', { title: label })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard's focus
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table
        className={`w-full border-separate border-spacing-0 whitespace-nowrap [&_td]:border-line [&_td]:border-b [&_td]:py-2 [&_td]:ps-5 [&_th]:border-line [&_th]:border-b [&_th]:text-start [&_tbody_th]:sticky [&_tbody_th]:start-0 [&_tbody_th]:max-w-44 md:[&_tbody_th]:max-w-80 [&_tbody_th]:truncate [&_tbody_th]:bg-bg [&_tbody_th]:py-2 [&_tbody_th]:font-normal ${ALIGNMENT[textColumns]}`}
      >
        <thead className="text-soft text-sm">
          <tr>
            {head.map((name, index) => (
              <th
                key={name}
                scope="col"
                className={`py-1.5 font-medium ${index === 0 ? 'sticky start-0 bg-bg' : 'ps-5'}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

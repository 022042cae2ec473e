import clsx from 'clsx'
import type { ComponentProps } from 'react'
import type { Decimal } from '#lib/money.ts'
import { PageLink } from './page-link.tsx'

/**
 * What the rows behind a figure add up to: their number, or their amount in one currency. The text of a `share` is a
 * percentage, and its rows add up to the given amount.
 */
export type RowsFigure =
  | { count: number }
  | { amount: Decimal; currency: string | null }
  | { share: Decimal; currency: string | null }

type FigureLinkProps = Omit<ComponentProps<typeof PageLink>, 'href'> & {
  /** The list of exactly the rows of the figure; null: no filter can select them. */
  href: ComponentProps<typeof PageLink>['href'] | null
  figure: RowsFigure
}

/** A figure that opens exactly its rows. A browser test follows every such link and compares it with their totals. */
export function FigureLink({ href, figure, className, children, ...props }: FigureLinkProps) {
  if (href === null) return children
  return (
    <PageLink
      href={href}
      data-figure={figureMark(figure)}
      className={clsx('hover:underline', className)}
      {...props}
    >
      {children}
    </PageLink>
  )
}

/** Returns what a link to the rows of a figure carries as `data-figure`, e.g. `amount 12.50 NGN` or `count 3`. */
export function figureMark(figure: RowsFigure): string {
  if ('count' in figure) return `count ${figure.count}`
  const [kind, value] = 'amount' in figure ? ['amount', figure.amount] : ['share', figure.share]
  return `${kind} ${value} ${figure.currency}`
}

import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { type ColumnOutline, cardLines } from './column.ts'
import { gridTemplate } from './column-layout.ts'

const ROWS = Array.from({ length: 12 }, (_, index) => index)
const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-3/4']

type TableSkeletonProps = {
  label: string
  /** The shown columns, in their order. */
  columns: readonly ColumnOutline[]
  /** The widths that the user chose, in px. */
  sizing?: Readonly<Record<string, number>>
}

/** Placeholder of a table: the real header and grid, with bars for the cells. */
export function TableSkeleton({ label, columns, sizing }: TableSkeletonProps) {
  return (
    <Loading label={label}>
      <div
        aria-hidden="true"
        className="data-table overflow-hidden md:-mx-2 md:w-[calc(100%+16px)]"
        data-cards={cardLines(columns)}
        style={{ '--columns': gridTemplate(columns, sizing), '--row-height': '40px' }}
      >
        <div className="data-head">
          <div className="data-head-row">
            {columns.map(({ id, meta }) => (
              <span key={id} className={`truncate px-2 leading-9 ${meta.isNumeric ? 'text-end' : ''}`}>
                {meta.label}
              </span>
            ))}
          </div>
        </div>
        {ROWS.map((row) => (
          <div key={row} className="data-row">
            {columns.map(({ id, meta }, column) => (
              <div key={id} data-card={meta.card} className="data-cell">
                <Skeleton
                  className={`${WIDTHS[(row + column) % WIDTHS.length]} ${meta.isNumeric ? 'ms-auto' : ''}`}
                />
              </div>
            ))}
          </div>
        ))}
      </div>
    </Loading>
  )
}

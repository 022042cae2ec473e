import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import type { ColumnOutline } from './column.ts'
import { type ColumnChoice, columnMetas, gridTemplate } from './column-layout.ts'

const ROWS = Array.from({ length: 12 }, (_, index) => index)
const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-3/4']

type TableSkeletonProps = {
  label: string
  columns: readonly ColumnOutline[]
  layout: readonly ColumnChoice[]
}

/** Placeholder of a table: the real header and grid, with bars for the cells. */
export function TableSkeleton({ label, columns, layout }: TableSkeletonProps) {
  const metas = columnMetas(columns)
  return (
    <Loading label={label}>
      <div
        aria-hidden="true"
        className="data-table overflow-hidden md:-mx-2 md:w-[calc(100%+16px)]"
        style={{ '--columns': gridTemplate(layout, metas), '--row-height': '40px' }}
      >
        <div className="data-head">
          <div className="data-head-row">
            {layout.map(({ id }) => {
              const meta = metas.get(id)
              return (
                <span key={id} className={`truncate px-2 leading-9 ${meta?.isNumeric ? 'text-end' : ''}`}>
                  {meta?.label}
                </span>
              )
            })}
          </div>
        </div>
        {ROWS.map((row) => (
          <div key={row} className="data-row">
            {layout.map(({ id }, column) => {
              const meta = metas.get(id)
              return (
                <div key={id} data-card={meta?.card} className="data-cell">
                  <Skeleton
                    className={`${WIDTHS[(row + column) % WIDTHS.length]} ${meta?.isNumeric ? 'ms-auto' : ''}`}
                  />
                </div>
              )
            })}
          </div>
        ))}
      </div>
    </Loading>
  )
}

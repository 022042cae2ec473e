import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useRef } from 'react'
import { DataTable, type DataTableProps, type TableHandle } from '#components/table/data-table.tsx'
import { shownColumns } from '#components/table/use-list-table.ts'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { ListBody } from './list-body.tsx'
import { useHotkeys } from './use-hotkeys.ts'

/** The fallback reserves the pane's space while it loads, so that the list does not jump. */
const DetailPane = lazyComponent(
  () => import('#components/detail/detail-pane.tsx').then((module) => module.DetailPane),
  <div className="hidden w-[400px] shrink-0 border-line border-s bg-panel lg:block" />,
)

/** Style of rows and totals that do not match the new filters yet. */
export const DIMMED = 'opacity-50 transition-opacity delay-150'

type ListFrameProps<Row extends { id: string }> = {
  title: string
  /** Buttons beside the title. */
  actions: ReactNode
  /** Tabs, filters and totals, above the rows. */
  children: ReactNode
  /** How far the rows are read. */
  reading: Pick<ComponentProps<typeof ListBody>, 'list' | 'query' | 'isLoaded'> & { isDimmed?: boolean }
  shown: Pick<DataTableProps<Row>, 'columns' | 'rows' | 'table' | 'density' | 'sorting' | 'paging'>
  /** Replaces the table if it has no rows. */
  empty: ReactNode
  /** The open row; `detail` is null if none is open. */
  opening: { id: string | null; onOpen: (id: string | null) => void; title: string; detail: ReactNode }
  /** Called for Esc while no row is open. */
  onEscape?: () => void
  /** Below the table. */
  foot?: ReactNode
}

/** The frame of every list: title, filters, table, keyboard shortcuts, and the open row beside the table. */
export function ListFrame<Row extends { id: string }>(props: ListFrameProps<Row>) {
  const { title, shown, opening } = props
  const { isDimmed, ...reading } = props.reading
  const page = useRef<HTMLDivElement>(null)
  const handle = useRef<TableHandle>(null)
  const step = (rows: number) => handle.current?.move(rows)
  useHotkeys({
    '/': () => page.current?.querySelector<HTMLElement>('[aria-keyshortcuts="/"]')?.focus(),
    j: () => step(1),
    k: () => step(-1),
    Escape: () => (opening.id === null ? props.onEscape?.() : opening.onOpen(null)),
  })
  return (
    <div ref={page} className="flex min-h-full md:h-full">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col px-4 pt-5 md:px-6 md:pt-6 lg:px-8">
        <div className="mb-4 flex min-h-8 items-center justify-between gap-4">
          <h1 className="page-title min-w-0 truncate">{title}</h1>
          <div className="flex shrink-0 gap-2">{props.actions}</div>
        </div>
        {props.children}
        <div className={clsx('flex min-h-0 flex-1 flex-col', isDimmed && DIMMED)}>
          <ListBody
            {...reading}
            columns={shownColumns(shown.table, shown.columns)}
            sizing={shown.table.state.columnSizing}
          >
            {shown.rows.length === 0 ? (
              props.empty
            ) : (
              <DataTable ref={handle} label={title} {...shown} opening={opening} />
            )}
          </ListBody>
        </div>
        {props.foot}
      </div>
      {opening.detail === null ? null : (
        <DetailPane title={opening.title} onClose={() => opening.onOpen(null)} onStep={step}>
          {opening.detail}
        </DetailPane>
      )}
    </div>
  )
}

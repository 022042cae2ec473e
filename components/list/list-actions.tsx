import type { ComponentProps } from 'react'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { useIsMisread } from '#components/ui/misread.ts'
import { Popover } from '#components/ui/popover.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { Exporting } from './list-export.tsx'

const ColumnMenu = lazyComponent(() => import('./column-menu.tsx').then((module) => module.ColumnMenu))
const ListExport = lazyComponent(() => import('./list-export.tsx').then((module) => module.ListExport))

type ListActionsProps = {
  columns: ComponentProps<typeof ColumnMenu>
  /** Null until the contents of an export are known. */
  exporting: Exporting | null
}

/** Actions for the whole list: choose columns, export. */
export function ListActions({ columns, exporting }: ListActionsProps) {
  const t = useWords('list')
  const isMisread = useIsMisread()
  const rows = exporting?.first.totals.reduce((sum, total) => sum + total.count, 0) ?? 0
  return (
    <div className="flex gap-2">
      <div className="hidden md:block">
        <Popover title={t('columns.title')} align="end" icon="columns" trigger={t('columns.button')}>
          {() => <ColumnMenu {...columns} />}
        </Popover>
      </div>
      {exporting && !isMisread ? (
        <Popover
          title={t('export.title')}
          align="end"
          icon="download"
          trigger={
            <span>
              {richText(
                t.rich('export.button', {
                  count: rows,
                  wide: (inside) => (
                    <span key="wide" className="hidden md:inline">
                      {inside}
                    </span>
                  ),
                }),
              )}
            </span>
          }
        >
          {() => <ListExport {...exporting} />}
        </Popover>
      ) : null}
    </div>
  )
}

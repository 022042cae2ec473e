import type { ColumnPinningState } from '@tanstack/react-table'
import type { TableColumnMeta } from '#components/table/column.ts'
import { SELECT_COLUMN } from '#components/table/column-layout.ts'
import { type ArrangedTable, moveColumn } from '#components/table/use-list-table.ts'
import type { Density } from '#components/table/use-row-window.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { useWords } from '#components/ui/words.tsx'

type MenuColumn = {
  id: string
  columnDef: { meta?: TableColumnMeta }
  getIsVisible: () => boolean
  getIsPinned: () => 'start' | 'end' | false
  toggleVisibility: () => void
}

type ColumnMenuProps = {
  table: ArrangedTable & {
    getAllLeafColumns: () => readonly MenuColumn[]
    setColumnPinning: (pinning: ColumnPinningState) => void
  }
  /** Goes back to the default columns. */
  onReset: () => void
  density: Density
  onDensityChange: (density: Density) => void
}

/** Chooses the columns, their order, and the row height. */
export function ColumnMenu({ table, onReset, density, onDensityChange }: ColumnMenuProps) {
  const t = useWords('list')
  const columns = table.getAllLeafColumns().filter((column) => column.id !== SELECT_COLUMN.id)
  const shown = columns.filter((column) => column.getIsVisible())
  const first = table.getVisibleLeafColumns().length - shown.length
  const isPinned = shown[0]?.getIsPinned() === 'start'
  const leading = table.getVisibleLeafColumns().slice(0, first + 1)
  return (
    <div className="w-72 p-1.5">
      <ul aria-label={t('columns.button')}>
        {columns.toSorted(byVisibility).map((column, index) => {
          const label = column.columnDef.meta?.label ?? column.id
          const isShown = column.getIsVisible()
          return (
            <li key={column.id} className="group flex items-center rounded-md pe-1 hover:bg-hover">
              <ColumnCheck
                label={label}
                isShown={isShown}
                isDisabled={isShown && shown.length === 1}
                onChange={() => column.toggleVisibility()}
              />
              {isShown ? (
                <>
                  <MoveButton
                    label={t('columns.up', { column: label })}
                    isDisabled={index === 0}
                    onClick={() => moveColumn(table, column.id, first + index - 1)}
                  >
                    <Icon name="arrow-up" size={14} />
                  </MoveButton>
                  <MoveButton
                    label={t('columns.down', { column: label })}
                    isDisabled={index === shown.length - 1}
                    onClick={() => moveColumn(table, column.id, first + index + 1)}
                  >
                    <Icon name="arrow-down" size={14} />
                  </MoveButton>
                </>
              ) : null}
            </li>
          )
        })}
      </ul>
      <div className="mt-1.5 flex rounded-md border-line border-t pt-1.5">
        <ColumnCheck
          label={t('columns.pin')}
          isShown={isPinned}
          isDisabled={false}
          onChange={() =>
            table.setColumnPinning({ start: isPinned ? [] : leading.map(({ id }) => id), end: [] })
          }
        />
      </div>
      <div className="mt-1.5 flex items-center justify-between gap-2 border-line border-t px-2 pt-2.5 pb-1">
        <Segmented
          label={t('columns.height')}
          size="sm"
          options={[
            { value: 'standard', label: t('columns.standard') },
            { value: 'compact', label: t('columns.compact') },
          ]}
          value={density}
          onChange={onDensityChange}
        />
        <Button variant="quiet" size="sm" onClick={onReset}>
          {t('columns.reset')}
        </Button>
      </div>
    </div>
  )
}

function byVisibility(a: MenuColumn, b: MenuColumn): number {
  return Number(b.getIsVisible()) - Number(a.getIsVisible())
}

type ColumnCheckProps = { label: string; isShown: boolean; isDisabled: boolean; onChange: () => void }

function ColumnCheck({ label, isShown, isDisabled, onChange }: ColumnCheckProps) {
  return (
    <label className="flex h-8 min-w-0 flex-1 cursor-pointer items-center gap-2 px-2">
      <input
        type="checkbox"
        checked={isShown}
        disabled={isDisabled}
        onChange={onChange}
        className="size-4 shrink-0 accent-accent"
      />
      <span className={isShown ? 'truncate' : 'truncate text-soft'}>{label}</span>
    </label>
  )
}

type MoveButtonProps = { label: string; isDisabled: boolean; onClick: () => void; children: React.ReactNode }

function MoveButton({ label, isDisabled, onClick, children }: MoveButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onClick}
      className="grid size-6 place-items-center rounded-sm text-soft opacity-0 enabled:hover:text-ink focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 disabled:invisible"
    >
      {children}
    </button>
  )
}

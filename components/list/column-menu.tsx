import type { TableColumnMeta } from '#components/table/column.ts'
import { type ColumnChoice, moveColumn } from '#components/table/column-layout.ts'
import type { Density } from '#components/table/use-row-window.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { useWords } from '#components/ui/words.tsx'

type ColumnMenuProps = {
  metas: ReadonlyMap<string, TableColumnMeta>
  columns: readonly ColumnChoice[]
  onColumnsChange: (columns: ColumnChoice[] | null) => void
  density: Density
  onDensityChange: (density: Density) => void
}

/** Chooses the columns, their order, and the row height. */
export function ColumnMenu({ metas, columns, onColumnsChange, density, onDensityChange }: ColumnMenuProps) {
  const t = useWords('list')
  const hidden = [...metas.keys()].filter((id) => !columns.some((column) => column.id === id))
  return (
    <div className="w-72 p-1.5">
      <ul aria-label={t('columns.button')}>
        {columns.map(({ id }, index) => (
          <li key={id} className="group flex items-center rounded-md pe-1 hover:bg-hover">
            <ColumnCheck
              label={metas.get(id)?.label ?? id}
              isShown
              isDisabled={columns.length === 1}
              onChange={() => onColumnsChange(columns.filter((column) => column.id !== id))}
            />
            <MoveButton
              label={t('columns.up', { column: metas.get(id)?.label ?? id })}
              isDisabled={index === 0}
              onClick={() => onColumnsChange(moveColumn(columns, id, index - 1))}
            >
              <Icon name="arrow-up" size={14} />
            </MoveButton>
            <MoveButton
              label={t('columns.down', { column: metas.get(id)?.label ?? id })}
              isDisabled={index === columns.length - 1}
              onClick={() => onColumnsChange(moveColumn(columns, id, index + 1))}
            >
              <Icon name="arrow-down" size={14} />
            </MoveButton>
          </li>
        ))}
        {hidden.map((id) => (
          <li key={id} className="flex rounded-md hover:bg-hover">
            <ColumnCheck
              label={metas.get(id)?.label ?? id}
              isShown={false}
              onChange={() => onColumnsChange([...columns, { id, width: null }])}
            />
          </li>
        ))}
      </ul>
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
        <Button variant="quiet" size="sm" onClick={() => onColumnsChange(null)}>
          {t('columns.reset')}
        </Button>
      </div>
    </div>
  )
}

type ColumnCheckProps = { label: string; isShown: boolean; isDisabled?: boolean; onChange: () => void }

function ColumnCheck({ label, isShown, isDisabled = false, onChange }: ColumnCheckProps) {
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

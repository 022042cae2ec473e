import { Sheet } from '#components/ui/sheet.tsx'

const SHORTCUTS: readonly (readonly [keys: string, what: string])[] = [
  ['/', 'Search'],
  ['f', 'Add a filter'],
  ['j  k', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['x', 'Select the row, where rows can be selected'],
  ['Shift x  Shift ↑↓', 'Select the rows between as well'],
  ['Esc', 'Close the row, a menu, or clear the search'],
  ['Alt ←  Alt →', 'Move a column, in its header'],
  ['←  →', 'Change a column’s width, on its edge'],
  ['?', 'This help'],
]

/** The keyboard shortcuts of a list. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title="Keyboard" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2 p-4">
        {SHORTCUTS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-sm border border-edge px-1.5 py-0.5 font-sans text-sm">{keys}</kbd>
            </dt>
            <dd className="text-soft">{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}

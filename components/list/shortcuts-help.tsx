import { Sheet } from '#components/ui/sheet.tsx'
import { useWords } from '#components/ui/words.tsx'

const SHORTCUTS = [
  ['/', 'search'],
  ['⌘K  Ctrl K', 'find'],
  ['f', 'filter'],
  ['j  k', 'step'],
  ['Enter', 'open'],
  ['x', 'select'],
  ['Shift x  Shift ↑↓', 'extend'],
  ['Esc', 'close'],
  ['Alt ←  Alt →', 'move'],
  ['←  →', 'resize'],
  ['?', 'help'],
] as const

/** The keyboard shortcuts of a list. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const t = useWords('list')
  return (
    <Sheet title={t('keys.title')} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2 p-4">
        {SHORTCUTS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-sm border border-edge px-1.5 py-0.5 font-sans text-sm">{keys}</kbd>
            </dt>
            <dd className="text-soft">{t(`keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}

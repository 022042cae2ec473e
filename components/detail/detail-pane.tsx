import type { ReactNode } from 'react'
import { useSheets } from '#components/table/use-media.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon, type IconName } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { visibleText } from '#lib/visible-text.ts'

const Sheet = lazyComponent(() => import('#components/ui/sheet.tsx').then((module) => module.Sheet))

type DetailPaneProps = {
  title: string
  onClose: () => void
  onStep: (step: number) => void
  children: ReactNode
}

/** One row in full: beside the list on wide screens, over the list on narrow ones. */
export function DetailPane({ title, onClose, onStep, children }: DetailPaneProps) {
  const isSheet = useSheets()
  const bar = <PaneBar title={title} onClose={onClose} onStep={onStep} />
  if (isSheet) {
    return (
      <Sheet title={visibleText(title)} side="full" hasHeader={false} onClose={onClose}>
        <div className="sticky top-0 z-10 border-line border-b bg-panel">{bar}</div>
        <div className="px-4 pt-3 pb-8">{children}</div>
      </Sheet>
    )
  }
  return (
    <aside
      aria-label={visibleText(title)}
      className="hidden min-h-0 w-[400px] shrink-0 flex-col border-line border-s bg-panel lg:flex"
    >
      {bar}
      <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-8 [scrollbar-width:thin]">{children}</div>
    </aside>
  )
}

function PaneBar({ title, onClose, onStep }: Omit<DetailPaneProps, 'children'>) {
  const t = useWords('detail')
  return (
    <div className="flex items-center gap-1 py-2 pe-2 ps-4 lg:pt-3 lg:ps-6">
      <p className="min-w-0 flex-1 text-soft">
        <SourceLine text={title} />
      </p>
      <BarButton label={t('pane.previous')} shortcut="k" icon="arrow-up" onClick={() => onStep(-1)} />
      <BarButton label={t('pane.next')} shortcut="j" icon="arrow-down" onClick={() => onStep(1)} />
      <BarButton label={t('pane.close')} shortcut="Esc" icon="close" onClick={onClose} />
    </div>
  )
}

type BarButtonProps = { label: string; shortcut: string; icon: IconName; onClick: () => void }

function BarButton({ label, shortcut, icon, onClick }: BarButtonProps) {
  return (
    <Button variant="quiet" size="icon" aria-label={label} title={`${label} (${shortcut})`} onClick={onClick}>
      <Icon name={icon} size={15} />
    </Button>
  )
}

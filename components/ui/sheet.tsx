import { Dialog } from '@base-ui/react/dialog'
import clsx from 'clsx'
import { type ReactNode, type RefObject, useRef } from 'react'
import { Icon } from './icon.tsx'
import { useWords } from './words.tsx'

type SheetProps = {
  title: string
  onClose: () => void
  /** `full` covers the screen, `bottom` rises from below, `center` is a dialog, `top` a dialog whose upper edge stays. */
  side?: 'full' | 'bottom' | 'center' | 'top'
  /** False if the children have their own bar with a close button. */
  hasHeader?: boolean
  /** What has the focus first; by default the surface itself. */
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

const SIDES = {
  full: 'inset-0',
  bottom: 'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg',
  center:
    'top-1/2 left-1/2 max-h-[85dvh] w-[min(520px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-lg',
  top: 'inset-x-0 top-0 mx-auto flex max-h-dvh w-full flex-col md:top-[12vh] md:max-h-[70dvh] md:w-[min(640px,calc(100vw-32px))] md:rounded-lg',
} as const

/** A modal surface over the page. Load it with `lazyComponent`, because it includes the dialog primitives. */
export function Sheet({
  title,
  onClose,
  side = 'center',
  hasHeader = true,
  initialFocus,
  children,
}: SheetProps) {
  const t = useWords('ui')
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          ref={popup}
          initialFocus={initialFocus ?? popup}
          className={clsx(
            'fixed z-50 flex flex-col overflow-y-auto overscroll-contain bg-panel shadow-popup outline-none',
            SIDES[side],
          )}
        >
          {hasHeader ? (
            <div className="flex items-center justify-between gap-4 px-4 pt-3">
              <Dialog.Title className="section-title">{title}</Dialog.Title>
              <Dialog.Close
                aria-label={t('close')}
                className="rounded-md p-1.5 text-soft hover:bg-hover hover:text-ink"
              >
                <Icon name="close" size={16} />
              </Dialog.Close>
            </div>
          ) : (
            <Dialog.Title className="sr-only">{title}</Dialog.Title>
          )}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

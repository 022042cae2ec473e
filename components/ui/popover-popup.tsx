import { Popover } from '@base-ui/react/popover'
import type { ReactNode, RefObject } from 'react'

type PopoverPopupProps = {
  anchor: RefObject<HTMLElement | null>
  title: string
  align: 'start' | 'center' | 'end'
  onClose: () => void
  children: ReactNode
}

/** The popup of a popover. Closes on Esc and on a click outside, and returns the focus to its button. */
export function PopoverPopup({ anchor, title, align, onClose, children }: PopoverPopupProps) {
  return (
    <Popover.Root
      open
      onOpenChange={(open, details) => {
        const target = details.event.target
        // The button itself toggles the popup. Closing here would make the same click open it again.
        if (target instanceof Node && anchor.current?.contains(target)) return
        if (!open) onClose()
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          anchor={anchor}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40"
        >
          <Popover.Popup
            finalFocus={anchor}
            className="max-h-[min(var(--available-height),560px)] max-w-[min(var(--available-width),420px)] overflow-y-auto rounded-lg bg-panel shadow-popup outline-none"
          >
            <Popover.Title className="sr-only">{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

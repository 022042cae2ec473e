import { Popover } from '@base-ui/react/popover'
import { type ReactNode, type RefObject, useRef } from 'react'

type PopoverPopupProps = {
  anchor: RefObject<HTMLElement | null>
  title: string
  align: 'start' | 'center' | 'end'
  isText: boolean
  onClose: () => void
  children: ReactNode
}

/**
 * The popup of a popover. Closes on Esc and on a click outside, and returns the focus to its button. The focus goes to
 * the first control, or to the popup itself if it is a text: a link at its end would scroll its beginning away.
 */
export function PopoverPopup({ anchor, title, align, isText, onClose, children }: PopoverPopupProps) {
  const popup = useRef<HTMLDivElement>(null)
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
            ref={popup}
            initialFocus={isText ? popup : true}
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

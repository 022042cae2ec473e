import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactNode, RefObject } from 'react'

type TooltipPopupProps = {
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
  children: ReactNode
}

/** The popup of a tooltip; loaded on first use. */
export function TooltipPopup({ anchor, onClose, children }: TooltipPopupProps) {
  return (
    <Tooltip.Root open onOpenChange={(open) => open || onClose()}>
      <Tooltip.Portal>
        <Tooltip.Positioner anchor={anchor} sideOffset={6} className="z-50">
          <Tooltip.Popup
            role="tooltip"
            className="max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-bg text-sm shadow-popup"
          >
            {children}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

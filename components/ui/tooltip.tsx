import { type ReactNode, useRef, useState } from 'react'
import { lazyComponent } from './lazy-component.tsx'

const loadPopup = () => import('./tooltip-popup.tsx').then((module) => module.TooltipPopup)
const TooltipPopup = lazyComponent(loadPopup)

type TooltipProps = { content: ReactNode; children: ReactNode; className?: string }

/**
 * Explains its children on hover, and on focus if they can take the focus; the popup loads on first use. The
 * content must also be in the children, for users who cannot hover.
 */
export function Tooltip({ content, children, className }: TooltipProps) {
  const anchor = useRef<HTMLSpanElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is acted on here, only explained
    <span
      ref={anchor}
      onPointerEnter={(event) => setIsOpen(event.pointerType !== 'touch')}
      onPointerLeave={close}
      onFocus={() => setIsOpen(true)}
      onBlur={close}
      className={className}
    >
      {children}
      {isOpen ? (
        <TooltipPopup anchor={anchor} onClose={close}>
          {content}
        </TooltipPopup>
      ) : null}
    </span>
  )
}

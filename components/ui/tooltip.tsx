'use client'

import { type ReactNode, useRef, useState } from 'react'
import { lazyComponent } from './lazy-component.tsx'

const loadPopup = () => import('./tooltip-popup.tsx').then((module) => module.TooltipPopup)
const TooltipPopup = lazyComponent(loadPopup)

type TooltipProps = { content: ReactNode; children: ReactNode; className?: string; isFocusable?: boolean }

/**
 * Explains its children on hover and focus; the popup is loaded when first wanted. Set `isFocusable` unless the children
 * can take the focus themselves.
 */
export function Tooltip({ content, children, className, isFocusable = false }: TooltipProps) {
  const anchor = useRef<HTMLSpanElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  const popup = isOpen ? (
    <TooltipPopup anchor={anchor} onClose={close}>
      {content}
    </TooltipPopup>
  ) : null
  const intent = {
    onPointerEnter: () => setIsOpen(true),
    onPointerLeave: close,
    onFocus: () => setIsOpen(true),
    onBlur: close,
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Escape' && isOpen) {
        event.stopPropagation()
        close()
      }
    },
  }
  return isFocusable ? (
    <span ref={anchor} {...intent} className={className}>
      <button type="button" className="cursor-help rounded-sm text-inherit">
        {children}
      </button>
      {popup}
    </span>
  ) : (
    <span ref={anchor} {...intent} className={className}>
      {children}
      {popup}
    </span>
  )
}

import { type ComponentProps, type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { lazyComponent } from './lazy-component.tsx'

const loadPopup = () => import('./popover-popup.tsx').then((module) => module.PopoverPopup)
const PopoverPopup = lazyComponent(loadPopup)

type PopoverProps = Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'className' | 'aria-label'> & {
  trigger: ReactNode
  /** Before the trigger. */
  icon?: IconName
  /** Names the popup for assistive technology. */
  title: string
  align?: 'start' | 'center' | 'end'
  /** True for a text to read from its beginning, with links rather than controls. */
  isText?: boolean
  /** Renders the content; called only while open, so that the content can be lazily loaded. */
  children: (close: () => void) => ReactNode
}

/** A button with a popup. The popup's code loads on pointer enter or focus. */
export function Popover({
  trigger,
  icon,
  title,
  align = 'start',
  isText = false,
  children,
  ...button
}: PopoverProps) {
  const anchor = useRef<HTMLButtonElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button
        {...button}
        ref={anchor}
        aria-haspopup="dialog"
        data-text={isText || undefined}
        aria-expanded={isOpen}
        onPointerEnter={() => void loadPopup()}
        onFocus={() => void loadPopup()}
        onClick={() => setIsOpen(!isOpen)}
      >
        {icon ? <Icon name={icon} size={14} /> : null}
        {trigger}
      </Button>
      {isOpen ? (
        <PopoverPopup
          anchor={anchor}
          title={title}
          align={align}
          isText={isText}
          onClose={() => setIsOpen(false)}
        >
          {children(() => setIsOpen(false))}
        </PopoverPopup>
      ) : null}
    </>
  )
}

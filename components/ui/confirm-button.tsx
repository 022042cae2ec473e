import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'

type ConfirmButtonProps = {
  /** Label of the button that opens the confirmation; ends with an ellipsis. */
  label: string
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  confirmLabel: string
  cancelLabel?: string
  /** Looks of the open confirmation. */
  className?: string
  isPending: boolean
  onConfirm: () => void
}

/** An action that needs confirmation. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, children, confirmLabel, isPending, onConfirm } = props
  const { cancelLabel = 'Cancel', className = 'rounded-md bg-wait-soft px-3 py-2.5' } = props
  const [isOpen, setIsOpen] = useState(false)
  if (!isOpen) {
    return (
      <Button size="sm" disabled={isPending} onClick={() => setIsOpen(true)}>
        {label}
      </Button>
    )
  }
  return (
    <div className={`w-full text-sm ${className}`}>
      <div className="text-pretty break-words">{children}</div>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button
          size="sm"
          variant="primary"
          className="h-auto min-h-7 max-w-full py-0.5"
          autoFocus
          disabled={isPending}
          onClick={() => {
            setIsOpen(false)
            onConfirm()
          }}
        >
          {/* A name of 120 characters wraps instead of widening the pane. */}
          <span className="min-w-0 whitespace-normal break-words text-start">{confirmLabel}</span>
        </Button>
        <Button size="sm" onClick={() => setIsOpen(false)}>
          {cancelLabel}
        </Button>
      </div>
    </div>
  )
}

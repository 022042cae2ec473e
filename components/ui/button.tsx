import clsx from 'clsx'
import type { ComponentProps } from 'react'

const BASE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none disabled:opacity-50 aria-disabled:opacity-50'

const VARIANTS = {
  outline: 'border border-edge bg-panel text-ink hover:enabled:bg-hover',
  primary: 'border border-transparent bg-accent text-on-accent hover:enabled:opacity-90',
  /** A dashed outline, for a filter without a value. */
  open: 'border border-edge border-dashed text-soft hover:enabled:bg-hover hover:enabled:text-ink',
  /** A filter with a value. */
  chosen: 'border border-transparent bg-accent-soft text-ink',
  quiet: 'border border-transparent text-soft hover:enabled:bg-hover hover:enabled:text-ink',
} as const

const SIZES = { md: 'h-8 px-3', sm: 'h-7 px-2 text-sm', icon: 'size-8' } as const

/** Returns the classes of a button, for links that look like one. */
export function buttonClass(
  variant: keyof typeof VARIANTS = 'outline',
  size: keyof typeof SIZES = 'md',
): string {
  return clsx(BASE, VARIANTS[variant].replaceAll('hover:enabled:', 'hover:'), SIZES[size])
}

type ButtonProps = ComponentProps<'button'> & {
  variant?: keyof typeof VARIANTS
  size?: keyof typeof SIZES
}

/** A push button; size `icon` needs an aria-label. */
export function Button({ variant = 'outline', size = 'md', className, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={clsx(BASE, VARIANTS[variant], SIZES[size], className)} />
}

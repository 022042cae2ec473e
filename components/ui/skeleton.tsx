import clsx from 'clsx'

/** A grey bar in place of text; give it the text's size. Wrap a group of them once in `Loading`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx('skeleton block h-3', className)} />
}

/** Wraps skeletons, so that assistive technology announces one word instead of shapes. */
export function Loading({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}

import clsx from 'clsx'

/** A grey bar where text will be; give it the size of what it stands for. Say "Loading" once around a group of them. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx('skeleton block h-3', className)} />
}

/** Wraps a drawing of skeletons so that assistive technology hears one word instead of shapes. */
export function Loading({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}

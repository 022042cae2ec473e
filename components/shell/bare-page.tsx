import type { ReactNode } from 'react'
import { Logo } from './logo.tsx'

/** A page without the frame of a signed-in viewer, for pages that could not be rendered. */
export function BarePage({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:pt-[12vh]">
      <p className="flex items-center gap-2 font-semibold text-lg tracking-tight">
        <Logo />
        Furrow
      </p>
      {children}
    </main>
  )
}

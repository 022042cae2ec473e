import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'
import { Logo } from '#components/shell/logo.tsx'

export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-10 sm:pt-[12vh]">
      <p className="mb-8 flex w-full max-w-[360px] items-center gap-2 font-semibold text-lg tracking-tight">
        <Logo />
        Furrow
      </p>
      <main className="w-full max-w-[360px]">
        <PageWords areas={['forms', 'password', 'people']}>{children}</PageWords>
      </main>
    </div>
  )
}

import type { Metadata } from 'next'
import { SetupView } from '#components/people/setup-view.tsx'
import { readForPage } from '#lib/server/page-fault.ts'
import { isSetupOpen } from '#lib/server/people/first-admin.ts'

export const metadata: Metadata = { title: 'Set up' }

export default async function SetupPage({ searchParams }: PageProps<'/setup'>) {
  const { token } = await searchParams
  const given = typeof token === 'string' ? token : ''
  return <SetupView token={(await readForPage(isSetupOpen(given))) ? given : null} />
}

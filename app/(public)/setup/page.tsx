import type { Metadata } from 'next'
import { SetupView } from '#components/people/setup-view.tsx'
import { isSetupOpen } from '#lib/server/people/first-admin.ts'

export const metadata: Metadata = { title: 'Set up' }

export default async function SetupPage({ searchParams }: PageProps<'/setup'>) {
  const { token } = await searchParams
  const given = typeof token === 'string' ? token : ''
  return <SetupView token={(await isSetupOpen(given)) ? given : null} />
}

import type { Metadata } from 'next'
import { SignInView } from '#components/people/sign-in-view.tsx'
import { ownPath } from '#lib/own-path.ts'
import { env } from '#lib/server/env.ts'

export const metadata: Metadata = { title: 'Sign in' }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, error } = await searchParams
  const { sandbox, oidc } = env()
  return (
    <SignInView
      next={ownPath(typeof next === 'string' ? next : null)}
      problem={typeof error === 'string' ? error : null}
      isSandbox={sandbox !== null}
      hasSingleSignOn={oidc !== null}
    />
  )
}

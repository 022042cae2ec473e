import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { PageWords } from '#app/page-words.tsx'
import { SignInView } from '#components/people/sign-in-view.tsx'
import { ownPath } from '#lib/own-path.ts'
import { pageVisitor } from '#lib/server/auth/viewer.ts'
import { env } from '#lib/server/config/env.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'people')('sign-in.title') }
}

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, error } = await searchParams
  const page = ownPath(typeof next === 'string' ? next : null)
  if (await pageVisitor()) redirect(page as Route)
  const { sandbox, oidc } = env()
  return (
    <PageWords areas={['access']}>
      <SignInView
        next={page}
        problem={typeof error === 'string' ? error : null}
        isSandbox={sandbox !== null}
        hasSingleSignOn={oidc !== null}
      />
    </PageWords>
  )
}

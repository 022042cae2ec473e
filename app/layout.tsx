import './globals.css'
import './print.css'
import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '#components/shell/providers.tsx'
import { readTheme, THEME_COOKIE, type Theme } from '#components/shell/theme.ts'
import { ReaderProvider } from '#components/ui/reader.tsx'
import { env } from '#lib/server/config/env.ts'
import { RELEASE } from '#lib/server/config/release.ts'
import { directionOf } from '#lib/server/words/installed-languages.ts'
import { readerLanguage, readerRules } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { PageWords } from './page-words.tsx'

/**
 * A font that comes late is used from the next page on: text that is already drawn never changes its width, so nothing
 * moves under a finger. The package's own export of it has no such choice.
 */
const geist = localFont({
  src: '../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
  display: 'optional',
})

/** The page background, as in app/globals.css and the manifests in public/. */
const GROUNDS = { light: '#fbfaf7', dark: '#131412' }

export async function generateMetadata(): Promise<Metadata> {
  const description = wordsIn(await readerLanguage(), 'shell')('description')
  return {
    metadataBase: new URL(env().appUrl),
    title: { template: '%s · Furrow', default: 'Furrow' },
    description,
    manifest: (await chosenTheme()) === 'dark' ? '/manifest-dark.webmanifest' : '/manifest.webmanifest',
    icons: { icon: '/icon.svg', apple: '/apple-touch-icon.png' },
    openGraph: { siteName: 'Furrow', description, images: '/share.png' },
    robots: { index: false, follow: false },
  }
}

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme()
  const bySystem = (['light', 'dark'] as const).map((scheme) => ({
    media: `(prefers-color-scheme: ${scheme})`,
    color: GROUNDS[scheme],
  }))
  return {
    width: 'device-width',
    initialScale: 1,
    themeColor: theme === 'system' ? bySystem : GROUNDS[theme],
  }
}

async function chosenTheme(): Promise<Theme> {
  return readTheme((await cookies()).get(THEME_COOKIE)?.value)
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await chosenTheme()
  const language = await readerLanguage()
  return (
    <html
      lang={language}
      dir={directionOf(language)}
      data-theme={theme === 'system' ? undefined : theme}
      className={geist.variable}
    >
      <body className="font-sans">
        <ReaderProvider
          rules={await readerRules()}
          timeZone={env().timeZone}
          renderedAt={Date.now()}
          release={RELEASE}
        >
          <PageWords areas={['faults', 'ui']}>
            <Providers>{children}</Providers>
          </PageWords>
        </ReaderProvider>
      </body>
    </html>
  )
}

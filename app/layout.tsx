import './globals.css'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '#components/shell/providers.tsx'
import { readTheme, THEME_COOKIE } from '#components/shell/theme.ts'
import { ReaderProvider } from '#components/ui/reader.tsx'
import { readLocaleRules } from '#lib/locale.ts'
import { env } from '#lib/server/config/env.ts'

export const metadata: Metadata = {
  title: { template: '%s · Furrow', default: 'Furrow' },
  description: 'What was billed, what was collected.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf7' },
    { media: '(prefers-color-scheme: dark)', color: '#131412' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  const rules = readLocaleRules((await headers()).get('accept-language'))
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} className={GeistSans.variable}>
      <body className="font-sans">
        <ReaderProvider rules={rules} timeZone={env().timeZone} renderedAt={Date.now()}>
          <Providers>{children}</Providers>
        </ReaderProvider>
      </body>
    </html>
  )
}

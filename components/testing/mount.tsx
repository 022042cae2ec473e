import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { NuqsTestingAdapter, type UrlUpdateEvent } from 'nuqs/adapters/testing'
import type { ReactNode } from 'react'
import { ReaderProvider } from '#components/ui/reader.tsx'
import { WordsProvider } from '#components/ui/words.tsx'
import { type Area, ENGLISH } from '#lib/words/areas.ts'
import { textsOf } from '#lib/words/compile-texts.ts'
import type { Language } from '#lib/words/languages.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'

/** The time at which the server rendered every test's page. */
export const RENDERED_AT = '2026-11-25T09:00:00.000Z'

type MountOptions = {
  /** The query of the address, e.g. `row=a&density=compact`. */
  search?: string
  /** The browser's language, which decides how numbers and days are written. */
  language?: string
  /** The language of the texts. */
  words?: Language
  onUrl?: (update: UrlUpdateEvent) => void
}

/**
 * Renders a part of a screen as a page does: with a query cache that never retries, a reader in Lagos, and the
 * state of the address in memory.
 */
export function mount(
  part: ReactNode,
  { search = '', language = 'en-GB', words = 'en', onUrl }: MountOptions = {},
) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const around = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <NuqsTestingAdapter searchParams={search} hasMemory onUrlUpdate={onUrl} rateLimitFactor={0}>
        <ReaderProvider
          rules={readLocaleRules(language, words)}
          timeZone="Africa/Lagos"
          renderedAt={Date.parse(RENDERED_AT)}
          release="0.0.0"
        >
          <WordsProvider language={words} texts={allTexts(words)}>
            {children}
          </WordsProvider>
        </ReaderProvider>
      </NuqsTestingAdapter>
    </QueryClientProvider>
  )
  return {
    client,
    user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }),
    ...render(part, { wrapper: around }),
  }
}

function allTexts(language: Language) {
  const areas = Object.keys(ENGLISH) as Area[]
  return Object.fromEntries(areas.map((area) => [area, textsOf(language, area)]))
}

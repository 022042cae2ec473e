import compile from 'icu-minify/compile'
import { commands } from '#lib/words/en/commands.ts'
import { names } from '#lib/words/en/names.ts'
import { postgresql } from '#lib/words/en/postgresql.ts'
import { settings } from '#lib/words/en/settings.ts'
import { start } from '#lib/words/en/start.ts'
import { createWords, type Texts, type Words } from './words.ts'

/** The areas of commands. Those of screens are not loaded: that would delay the first line by 50 ms. */
const AREAS = { commands, names, postgresql, settings, start }

const READER = { language: 'en', count: (value: number) => value.toLocaleString('en-US') } as const

/**
 * Returns an area's texts for what commands print, and for the names of sources in answers and logs. These are
 * English: the person at a terminal has no setting, and this is the one place that decides. It loads outside
 * `--conditions=react-server`, too, as the web server's process needs.
 */
export function commandWords<A extends keyof typeof AREAS>(area: A): Words<A> {
  const texts = known.get(area) ?? compiledWhenRead(AREAS[area])
  known.set(area, texts)
  return createWords<A>(texts, READER)
}

const known = new Map<string, Texts>()

/** Compiles each text when it is first read: a command prints a few of them. */
function compiledWhenRead(area: Readonly<Record<string, string>>): Texts {
  const texts: Record<string, Texts[string]> = {}
  for (const [key, message] of Object.entries(area))
    Object.defineProperty(texts, key, {
      configurable: true,
      get: () => {
        const value = compile(message)
        Object.defineProperty(texts, key, { value })
        return value
      },
    })
  return texts
}

'use client'

import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from 'react'
import { serverNow, setServerClock } from '#lib/api/server-clock.ts'
import { createFormat, type Format } from '#lib/format.ts'
import type { LocaleRules } from '#lib/locale.ts'

type Reader = { format: Format; renderedAt: number }
const ReaderContext = createContext<Reader | null>(null)

type ReaderProviderProps = { rules: LocaleRules; timeZone: string; renderedAt: number; children: ReactNode }

/** Hands the reader's way of writing numbers and days, and the moment of rendering, to everything below. */
export function ReaderProvider({ rules, timeZone, renderedAt, children }: ReaderProviderProps) {
  // Before anything below draws an age. The server itself needs no other clock than its own.
  useState(() => typeof window !== 'undefined' && setServerClock(renderedAt))
  const reader = useMemo(
    () => ({ format: createFormat(rules, timeZone), renderedAt }),
    [rules, timeZone, renderedAt],
  )
  return <ReaderContext value={reader}>{children}</ReaderContext>
}

function useReader(): Reader {
  const reader = use(ReaderContext)
  if (!reader) throw new Error('ReaderProvider is missing above this component')
  return reader
}

/** Prints numbers, money, days and instants for this reader. */
export function useFormat(): Format {
  return useReader().format
}

const TICK_MS = 1000
let now = 0
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    now = 0
  }
}

function tick(): void {
  now = serverNow()
  for (const listener of listeners) listener()
}

function currentTime(): number {
  if (now === 0) now = serverNow()
  return now
}

/** The server's time in epoch milliseconds, renewed every second; while hydrating, the moment the server rendered. */
export function useNow(): number {
  const { renderedAt } = useReader()
  return useSyncExternalStore(subscribe, currentTime, () => renderedAt)
}

'use client'

import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from 'react'
import { serverNow, setServerClock } from '#lib/api/server-clock.ts'
import { createFormat, type Format } from '#lib/format.ts'
import type { LocaleRules } from '#lib/locale.ts'

type Reader = { format: Format; renderedAt: number; release: string }
const ReaderContext = createContext<Reader | null>(null)

type ReaderProviderProps = {
  rules: LocaleRules
  timeZone: string
  renderedAt: number
  /** The version of Furrow. */
  release: string
  children: ReactNode
}

/** Provides the reader's number and date format, and the render time, to everything below. */
export function ReaderProvider({ rules, timeZone, renderedAt, release, children }: ReaderProviderProps) {
  // Must run before anything below renders an age. The server needs no clock but its own.
  useState(() => typeof window !== 'undefined' && setServerClock(renderedAt))
  const reader = useMemo(
    () => ({ format: createFormat(rules, timeZone), renderedAt, release }),
    [rules, timeZone, renderedAt, release],
  )
  return <ReaderContext value={reader}>{children}</ReaderContext>
}

function useReader(): Reader {
  const reader = use(ReaderContext)
  if (!reader) throw new Error('ReaderProvider is missing above this component')
  return reader
}

/** Returns the printers of numbers, money, days and instants for this reader. */
export function useFormat(): Format {
  return useReader().format
}

/** Returns the version of Furrow, for files and reports. */
export function useRelease(): string {
  return useReader().release
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

/**
 * Returns the server's time in epoch milliseconds, updated every second. While hydrating it is the render
 * time of the server.
 */
export function useNow(): number {
  const { renderedAt } = useReader()
  return useSyncExternalStore(subscribe, currentTime, () => renderedAt)
}

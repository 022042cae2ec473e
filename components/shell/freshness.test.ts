import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import { summarizeSource } from './freshness.ts'

const t = english('shell')

type Resource = SourceHealth['resources'][number]

function resource(recentAsOf: string | null, windows: Partial<Resource['windows']> = {}): Resource {
  return {
    resource: 'invoices',
    rows: 1,
    recentAsOf,
    historyAsOf: null,
    complete: true,
    missing: [],
    pausedSince: null,
    windows: { total: 10, complete: 10, partial: 0, failed: 0, neverRead: 0, ...windows },
    lastRunAt: null,
    nextDueAt: null,
    lastError: null,
    unassigned: 0,
    ambiguous: 0,
    undated: null,
    syncFrom: '2024-01-01',
    historyFrom: null,
  }
}

function source(state: SourceHealth['state'], resources: Resource[]): SourceHealth {
  return {
    source: 'hello-tractor',
    label: 'Hello Tractor',
    configured: true,
    state,
    paused: null,
    outOfScope: null,
    notices: [],
    resources,
  }
}

test('takes the age of a source from its oldest resource', () => {
  const summary = summarizeSource(
    source('ok', [resource('2026-05-19T10:00:00.000Z'), resource('2026-05-19T09:00:00.000Z')]),
    t,
  )
  expect(summary).toEqual({ tone: 'ok', trouble: null, asOf: '2026-05-19T09:00:00.000Z' })
})

test('leaves the age unknown for a resource that was never read', () => {
  const summary = summarizeSource(source('reading', [resource(null, { neverRead: 4 })]), t)
  expect(summary).toEqual({ tone: 'sent', trouble: 'syncing, 6 of 10 weeks', asOf: null })
})

test('counts partial windows over all resources', () => {
  const summary = summarizeSource(
    source('partial', [resource(null, { partial: 1 }), resource(null, { partial: 1 })]),
    t,
  )
  expect(summary.trouble).toBe('2 weeks partial')
})

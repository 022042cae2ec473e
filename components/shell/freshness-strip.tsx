'use client'

import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { SourceHealth } from '#lib/sources/schema.ts'
import type { Tone } from '#lib/tones.ts'
import type { Words } from '#lib/words/words.ts'
import { type SourceSummary, summarizeSource } from './freshness.ts'

/** Every source with the age of its data and its problem. A failing source never hides the others. */
export function FreshnessStrip() {
  const t = useWords('shell')
  const { data, isError } = useQuery(sourceQueries.health())
  if (!data) {
    return isError ? (
      <PageLink isLikely href={paths.sources} className="flex items-center gap-1.5 text-bad">
        <Dot tone="bad" /> {t('fresh.unknown')}
      </PageLink>
    ) : (
      <Skeleton className="w-48" />
    )
  }
  const shown = data.sources.filter((source) => source.state !== 'off' && source.outOfScope === null)
  const first = shown.toSorted((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state))[0]
  return (
    <>
      {first ? <SourceLine source={first} className="flex lg:hidden" /> : null}
      <ul aria-label={t('fresh.label')} className="hidden min-w-0 items-center gap-4 lg:flex">
        {shown.map((source) => (
          <li key={source.source} className="min-w-0">
            <SourceLine source={source} className="flex" />
          </li>
        ))}
      </ul>
    </>
  )
}

/** On narrow screens only the source that most needs attention is shown. */
const URGENCY: readonly SourceHealth['state'][] = [
  'failing',
  'partial',
  'paused',
  'never_read',
  'reading',
  'ok',
  'off',
]

/** Statuses of sources whose data was once complete: the less is read now, the more the age matters. */
const WITH_AGE: ReadonlySet<SourceHealth['state']> = new Set(['ok', 'partial', 'failing', 'paused'])

function SourceLine({ source, className }: { source: SourceHealth; className: string }) {
  const t = useWords('shell')
  const tNames = useWords('names')
  const summary = summarizeSource(source, t)
  const count = source.notices.length
  const name = tNames(`source.${source.source}`)
  return (
    <PageLink
      isLikely
      href={paths.sources}
      title={count > 0 ? t('fresh.notices', { count }) : undefined}
      className={clsx('min-w-0 items-center gap-1.5 hover:text-ink', className)}
    >
      <Dot tone={summary.tone} />
      <span className="truncate">
        {richText(lineOf({ source: name, ...summary, hasAge: WITH_AGE.has(source.state) }, t))}
      </span>
    </PageLink>
  )
}

type Line = { source: string; hasAge: boolean } & Pick<SourceSummary, 'trouble' | 'asOf'>

function lineOf({ source, trouble, asOf, hasAge }: Line, t: Words<'shell'>): readonly ReactNode[] {
  const age = () => <Age key="age" instant={asOf ?? ''} />
  if (trouble === null)
    return asOf === null ? [t('fresh.line-none', { source })] : t.rich('fresh.line', { source, age })
  return asOf !== null && hasAge
    ? t.rich('fresh.line-trouble-age', { source, trouble, age })
    : [t('fresh.line-trouble', { source, trouble })]
}

const DOTS: Record<Tone, string> = {
  ok: 'bg-ok',
  sent: 'bg-sent motion-safe:animate-pulse',
  wait: 'bg-wait',
  bad: 'bg-bad',
  draft: 'bg-draft',
  other: 'bg-draft',
}

function Dot({ tone }: { tone: Tone }) {
  return <i aria-hidden="true" className={clsx('size-[7px] shrink-0 rounded-full', DOTS[tone])} />
}

import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import type { WeekFigures } from '#lib/collections/schema.ts'
import { weeksBetween } from '#lib/week.ts'

const WIDTH = 132
const HEIGHT = 22

type WeekBarsProps = { weeks: readonly WeekFigures[]; range: { from: Day; to: Day } }

/** A small picture of one currency's weeks: the height of a bar is what was billed, its filled part what was collected. */
export function WeekBars({ weeks, range }: WeekBarsProps) {
  const t = useWords('overview')
  const found = new Map(weeks.map((week) => [week.week, week]))
  const all = weeksBetween(range.from, range.to)
  // Pixels need no exact amounts.
  const highest = Math.max(0, ...weeks.map(({ billed }) => Number(billed)))
  const step = WIDTH / Math.max(1, all.length)
  const width = Math.max(0.5, step - Math.min(1, step / 4))
  const scaled = (amount: string) => {
    const height = highest === 0 ? 0 : (Math.max(0, Number(amount)) / highest) * HEIGHT
    return height === 0 ? 0 : Math.max(0.5, height)
  }
  const bars = (name: 'billed' | 'collected') =>
    all.flatMap((week, at) => {
      const height = scaled(found.get(week)?.[name] ?? '0')
      return height === 0
        ? []
        : [`M${round(at * step)} ${HEIGHT}v-${round(height)}h${round(width)}v${round(height)}z`]
    })
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={t('weekly.short-label')} className="block">
      <path d={bars('billed').join('')} className="fill-edge" />
      <path d={bars('collected').join('')} className="fill-ok" />
      <path d={`M0 ${HEIGHT - 0.5}h${WIDTH}`} className="stroke-edge" />
    </svg>
  )
}

const round = (pixels: number) => Math.round(pixels * 100) / 100

import Link from 'next/link'
import { useFormat } from '#components/ui/reader.tsx'
import { paths } from '#lib/paths.ts'
import type { MissingRange } from '#lib/schema.ts'

const SHOWN = 3

/** Lists the days that a figure misses and why; renders nothing if it misses none. */
export function MissingDays({ missing }: { missing: readonly MissingRange[] }) {
  const format = useFormat()
  if (missing.length === 0) return null
  const rest = missing.length - SHOWN
  return (
    <div className="mt-3 rounded-md bg-wait-soft px-3 py-2 text-sm text-wait">
      <p className="font-medium">Incomplete: rows may be missing</p>
      <ul>
        {missing.slice(0, SHOWN).map((range) => (
          <li key={`${range.from}${range.to}${range.reason}`}>
            {range.from === null && range.to === null ? 'All days' : format.dayRange(range.from, range.to)}:{' '}
            {range.detail}
          </li>
        ))}
      </ul>
      <p>
        {rest > 0 ? `and ${format.count(rest)} more. ` : ''}
        <Link href={paths.sources} className="font-medium underline underline-offset-2">
          See the sources
        </Link>
      </p>
    </div>
  )
}

import { useWords } from '#components/ui/words.tsx'
import type { TargetPoint } from '#lib/collections/target-schema.ts'

const WIDTH = 104
const HEIGHT = 26
/** Shares above and below the drawn ones, so that a flat line is not drawn at the edge. */
const MARGIN = 0.02

/** A small picture of the weekly points, the latest at the end: what is so far, up to what is reachable, and the target. */
export function TargetPicture({ points, percent }: { points: readonly TargetPoint[]; percent: string }) {
  const t = useWords('targets')
  const target = Number(percent) / 100
  const drawn = points
    .toReversed()
    .flatMap(({ rate, reachable }, at) =>
      rate === null || reachable === null ? [] : [{ at, rate, reachable }],
    )
  const shares = [target, ...drawn.flatMap(({ rate, reachable }) => [rate, reachable])]
  const [low, high] = [Math.min(...shares) - MARGIN, Math.max(...shares) + MARGIN]
  const step = (WIDTH - 3) / Math.max(1, points.length - 1)
  const x = (at: number) => round(1.5 + at * step)
  const y = (share: number) => round(HEIGHT - ((share - low) / (high - low)) * HEIGHT)
  const line = (points: readonly string[]) => points.join('L')
  const soFar = drawn.map(({ at, rate }) => `${x(at)} ${y(rate)}`)
  const reachable = drawn.map((point) => `${x(point.at)} ${y(point.reachable)}`)
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t('picture.label')}
      className="inline-block align-middle"
    >
      {drawn.length === 0 ? null : (
        <>
          <path d={`M${line([...soFar, ...reachable.toReversed()])}Z`} className="fill-ok opacity-25" />
          <path d={`M${line(soFar)}`} fill="none" strokeWidth="1.5" className="stroke-ok" />
        </>
      )}
      <path d={`M0 ${y(target)}H${WIDTH}`} strokeDasharray="2 2" className="stroke-ink" />
    </svg>
  )
}

const round = (pixels: number) => Math.round(pixels * 10) / 10

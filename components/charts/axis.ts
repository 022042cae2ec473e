/**
 * Share of the plot, from the top, reserved for the rate line, so that the line never crosses the bars. The band of a
 * young bar may fall behind them.
 */
const BAND = 0.24
const GAP = 0.05

/** Returns about `count` round ticks that enclose `min`..`max`, from 0 or, for negative amounts, below. */
export function niceTicks(min: number, max: number, count = 4): number[] {
  const span = Math.max(max, 0) - Math.min(min, 0)
  if (span === 0 || !Number.isFinite(span)) return [0]
  const rough = span / count
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5].find((factor) => factor * magnitude >= rough * 0.999) ?? 10) * magnitude
  const first = Math.floor(Math.min(min, 0) / step)
  const last = Math.ceil((Math.max(max, 0) / step) * 0.999)
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
}

/** Returns the amount axis. With a rate, the domain leaves the top of the plot free for the rate line. */
export function amountAxis(min: number, max: number, hasRate: boolean) {
  const ticks = niceTicks(min, max)
  const [low = 0, high = 1] = [ticks[0], ticks.length > 1 ? ticks.at(-1) : 1]
  const top = hasRate ? low + (high - low) / (1 - BAND - GAP) : high
  return { ticks, domain: [low, top] as [number, number] }
}

/**
 * Returns the rate axis, confined to the top band: from the lowest rate, rounded down to tens, up to 100 %.
 */
export function rateAxis(rates: readonly (number | null)[]) {
  const known = rates.filter((rate) => rate !== null)
  const low = Math.min(0.9, Math.floor(Math.min(1, ...known) * 10) / 10)
  const high = Math.max(1, ...known)
  return { ticks: [low, 1], domain: [high - (high - low) / BAND, high] as [number, number] }
}

/** True if bars of more than one year are drawn, so that the axis must name the years. */
export function spansYears(points: readonly { key: string }[]): boolean {
  return points[0]?.key.slice(0, 4) !== points.at(-1)?.key.slice(0, 4)
}

/**
 * Returns the bars that are labelled: every n-th from the first, as far as a label fits, with its year where that is
 * new.
 * @param points bars whose keys begin with their year
 * @param widthPx width of the plot; `rightPx` is free beside it
 */
export function timeLabels(
  points: readonly { key: string }[],
  widthPx: number,
  rightPx: number,
): { index: number; year: string | null }[] {
  const every = labelEvery(points.length, widthPx)
  const band = widthPx / points.length
  const isNamed = spansYears(points)
  let named: string | null = null
  return points.flatMap(({ key }, index) => {
    if (index % every !== 0 || (index + 0.5) * band + LABEL_PX / 2 > widthPx + rightPx) return []
    const year = key.slice(0, 4)
    const isNew = isNamed && year !== named
    named = year
    return [{ index, year: isNew ? year : null }]
  })
}

/** Width of a label such as 23 Nov with its gap, in px. */
const LABEL_PX = 54

/** Returns the spacing of labels in bars, so that labels of `labelWidthPx` never touch. */
export function labelEvery(bars: number, widthPx: number, labelWidthPx = LABEL_PX): number {
  if (bars === 0 || widthPx <= 0) return 1
  return Math.max(1, Math.ceil((bars * labelWidthPx) / widthPx))
}

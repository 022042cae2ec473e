/** The sums over contracts from which the error of a difference of two ratios is estimated. */
export type Moments = {
  /** Contracts with billed periods in the younger range, in the older one, and in either. */
  contractsNow: number
  contractsBefore: number
  contracts: number
  /** Sums of part × part, part × billed and billed × billed within the younger range. */
  ppNow: number
  pbNow: number
  bbNow: number
  /** The same within the older range. */
  ppBefore: number
  pbBefore: number
  bbBefore: number
  /** Sums across the ranges, of contracts that have periods in both: the first factor is of the younger. */
  ppAcross: number
  pbAcross: number
  bpAcross: number
  bbAcross: number
}

/** A share of billed in a range, as floating-point numbers: for the estimated error alone. */
type Ratio = { part: number; billed: number }

export type Interval = { low: number; high: number }

/** Normal quantile for 97.5 %. */
const Z = 1.959964

/**
 * Returns the 97.5 % quantile of Student's t, by the Cornish-Fisher expansion: within 0.001 from 9 degrees of
 * freedom on.
 */
export function tQuantile(degrees: number): number {
  const [z3, z5, z7] = [Z ** 3, Z ** 5, Z ** 7]
  return (
    Z +
    (z3 + Z) / (4 * degrees) +
    (5 * z5 + 16 * z3 + 3 * Z) / (96 * degrees ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * degrees ** 3)
  )
}

/**
 * Returns the 95 % interval of the difference of two shares of billed, clustered by contract. The estimator is
 * the linearised ratio: a contract's residual is (part − share × billed) ÷ total billed, and the residuals of a
 * contract in both ranges are paired.
 * @throws {RangeError} for fewer than two contracts, or if nothing was billed
 */
export function differenceInterval(now: Ratio, before: Ratio, moments: Moments): Interval {
  const { contracts } = moments
  if (contracts < 2 || now.billed === 0 || before.billed === 0)
    throw new RangeError('a difference of shares needs two contracts, and billed amounts in both ranges')
  const [shareNow, shareBefore] = [now.part / now.billed, before.part / before.billed]
  const { ppNow, pbNow, bbNow, ppBefore, pbBefore, bbBefore } = moments
  const { ppAcross, pbAcross, bpAcross, bbAcross } = moments
  const ofNow = (ppNow - 2 * shareNow * pbNow + shareNow ** 2 * bbNow) / now.billed ** 2
  const ofBefore = (ppBefore - 2 * shareBefore * pbBefore + shareBefore ** 2 * bbBefore) / before.billed ** 2
  const across =
    (ppAcross - shareBefore * pbAcross - shareNow * bpAcross + shareNow * shareBefore * bbAcross) /
    (now.billed * before.billed)
  const variance = (contracts / (contracts - 1)) * (ofNow + ofBefore - 2 * across)
  const halfWidth = tQuantile(contracts - 1) * Math.sqrt(Math.max(0, variance))
  const difference = shareNow - shareBefore
  return { low: difference - halfWidth, high: difference + halfWidth }
}

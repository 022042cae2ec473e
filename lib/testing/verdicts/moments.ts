import type { Moments } from '#lib/collections/ratio-difference.ts'

/** For tests: the moments of two ranges by contract, as the server's SQL computes them. */
export function momentsOf(
  now: ReadonlyMap<number, { billed: number; part: number }>,
  before: ReadonlyMap<number, { billed: number; part: number }>,
): Moments {
  const moments: Moments = {
    contractsNow: now.size,
    contractsBefore: before.size,
    contracts: new Set([...now.keys(), ...before.keys()]).size,
    ppNow: 0,
    pbNow: 0,
    bbNow: 0,
    ppBefore: 0,
    pbBefore: 0,
    bbBefore: 0,
    ppAcross: 0,
    pbAcross: 0,
    bpAcross: 0,
    bbAcross: 0,
  }
  for (const { part, billed } of now.values()) {
    moments.ppNow += part * part
    moments.pbNow += part * billed
    moments.bbNow += billed * billed
  }
  for (const [contract, { part, billed }] of before) {
    moments.ppBefore += part * part
    moments.pbBefore += part * billed
    moments.bbBefore += billed * billed
    const younger = now.get(contract)
    if (!younger) continue
    moments.ppAcross += younger.part * part
    moments.pbAcross += younger.part * billed
    moments.bpAcross += younger.billed * part
    moments.bbAcross += younger.billed * billed
  }
  return moments
}

import { expect, test } from 'vitest'
import { ENGLISH } from './areas.ts'

/** Names of figures that the sources have no data for. Only the page that refuses them may say them. */
const REFUSED =
  /\bPAR\b|portfolio at risk|past due|overdue|arrears|repayment rate|recovery rate|write-?offs?\b|written off|borrowing base|delinquen|default rate/i

test('uses the name of a figure that Furrow does not calculate only where it refuses it', () => {
  const used = Object.entries(ENGLISH)
    .filter(([area]) => area !== 'definitions')
    .flatMap(([area, texts]) =>
      Object.entries(texts)
        .filter(([, text]) => REFUSED.test(text))
        .map(([key]) => `${area}: ${key}`),
    )
  expect(used).toEqual([])
  expect(Object.values(ENGLISH.definitions).filter((text) => REFUSED.test(text)).length).toBeGreaterThan(4)
})

import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { BenchEnvironment } from './environment.ts'
import { atMost, type Finding, median, ms, quantile, times } from './report.ts'
import { interleaved, ratios } from './rounds.ts'
import { answerEmpty, attempt, clientsOf, fail, startUpstream } from './scripted-upstream.ts'

const OUTAGE_MS = 60_000
const CALLS_PER_SECOND = 20
const AMPLIFICATION = 1.1
const MAX_ATTEMPTS = 3
const FAILURES_TO_OPEN = 5
const REFUSAL_MS = 50
const PROBE_EVERY_MS = 10_000
const ISOLATION = 1.1
const CALLS_OF_A_ROUND = 400
/**
 * The healthy source answers as slowly as one on the internet: p99 of half-millisecond responses would be
 * chance.
 */
const ANSWERS_AFTER_MS = 20
const AT_A_TIME = 4

/**
 * R1: measures calls that reach a failing source against calls that users caused. R2: measures how its
 * circuit breaker behaves.
 */
export async function measureOutage(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note(`R1, R2: an outage of ${OUTAGE_MS / 1_000} s …`)
  const [down, up] = [await startUpstream(fail), await startUpstream(answerEmpty)]
  const attempts: number[] = []
  const { hello, close } = clientsOf(down.url, up.url, (count) => attempts.push(count))
  try {
    const refusals: number[] = []
    const startedAt = performance.now()
    const under: Promise<void>[] = []
    let caused = 0
    for (; performance.now() - startedAt < OUTAGE_MS; await wait(1_000 / CALLS_PER_SECOND)) {
      caused += 1
      const before = down.arrivals.length
      const isOpen = before >= FAILURES_TO_OPEN
      under.push(
        attempt(() => hello.billingPeriodPage({}, null, {})).then((tookMs) => {
          if (isOpen && down.arrivals.length === before) refusals.push(tookMs)
        }),
      )
    }
    await Promise.all(under)
    return [
      amplification(down.arrivals.length, caused, Math.max(...attempts)),
      ...breaker(down.arrivals, refusals),
    ]
  } finally {
    await close()
    await Promise.all([down.close(), up.close()])
  }
}

function amplification(arrived: number, caused: number, mostAttempts: number): Finding {
  const ratio = arrived / caused
  return {
    name: `arrivals at a source that fails for ${OUTAGE_MS / 1_000} s, at most ${mostAttempts} attempts a call`,
    figure: `${arrived}`,
    anchor: `calls that users caused ${caused}`,
    ratio: times(ratio),
    target: `<= ${AMPLIFICATION}x, <= ${MAX_ATTEMPTS} attempts`,
    isMet: ratio <= AMPLIFICATION && mostAttempts <= MAX_ATTEMPTS,
  }
}

/**
 * Derives the breaker's behaviour from arrivals: those of the first five seconds opened it, and each later
 * one was a probe.
 */
function breaker(arrivals: readonly number[], refusals: readonly number[]): Finding[] {
  const [first = 0] = arrivals
  const opening = arrivals.filter((at) => at - first < PROBE_EVERY_MS / 2)
  const probes = arrivals.length - opening.length
  const probesAllowed = Math.floor(OUTAGE_MS / PROBE_EVERY_MS)
  return [
    {
      name: 'failures until the breaker opens (calls under way included)',
      figure: `${opening.length}`,
      target: `${FAILURES_TO_OPEN} in a row, + those under way`,
      isMet: opening.length >= FAILURES_TO_OPEN && opening.length <= FAILURES_TO_OPEN + MAX_ATTEMPTS,
    },
    atMost(
      `refusals while it is open, p99 of ${refusals.length} (median ${ms(median(refusals))})`,
      quantile(refusals, 0.99),
      REFUSAL_MS,
      ms,
    ),
    {
      name: `probes in ${OUTAGE_MS / 1_000} s`,
      figure: `${probes}`,
      target: `<= ${probesAllowed}, one per ${PROBE_EVERY_MS / 1_000} s`,
      isMet: probes <= probesAllowed,
    },
  ]
}

/** R2: measures how a failing source slows down the calls of another source. */
export async function measureIsolation(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note('R2: a healthy source beside a failing one …')
  const answerLate = (response: ServerResponse) => setTimeout(answerEmpty, ANSWERS_AFTER_MS, response)
  const [down, up] = [await startUpstream(fail), await startUpstream(answerLate)]
  const { hello, client, close } = clientsOf(down.url, up.url, () => {})
  const p99 = async () => {
    const took: number[] = []
    const lane = async () => {
      while (took.length < CALLS_OF_A_ROUND) {
        took.push(await attempt(() => client.invoicePage({}, null, {})))
      }
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, lane))
    return quantile(took, 0.99)
  }
  const beside = async () => {
    const timer = setInterval(() => void attempt(() => hello.billingPeriodPage({}, null, {})), 10)
    return await p99().finally(() => clearInterval(timer))
  }
  try {
    const figures = await interleaved({ alone: p99, beside })
    const ratio = median(ratios(figures.beside, figures.alone))
    return [
      {
        name: `p99 of another source, which answers in ${ANSWERS_AFTER_MS} ms, while this one fails`,
        figure: ms(median(figures.beside)),
        anchor: `alone ${ms(median(figures.alone))}`,
        ratio: times(ratio),
        target: `<= ${ISOLATION}x`,
        isMet: ratio <= ISOLATION,
      },
    ]
  } finally {
    await close()
    await Promise.all([down.close(), up.close()])
  }
}

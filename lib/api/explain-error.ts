import { inUnit } from '#lib/duration.ts'
import type { Problem, Values } from '#lib/errors.ts'
import { isSource } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'
import { ApiError, NetworkError, UNREADABLE } from './fetch-json.ts'
import { pageRequestId } from './page-request.ts'

/**
 * The areas with texts of problems (`code.` and the problem's code) and of wrong fields (`wrong.`). A page has
 * the shared texts and those of its screen.
 */
export const FAULT_AREAS = [
  ...(['names', 'list', 'live', 'invoices', 'sources'] as const),
  ...(['admin', 'people', 'password', 'forms', 'faults'] as const),
]

/** The texts of problems, with a printer of instants for those that tell one. */
export type FaultWords = Words<'faults'> & { instant: (instant: string) => string }

/** Says a text whose key the server named. */
type Say = (key: string, values: Values) => string
type LabelOf = (param: string) => string | undefined

/**
 * Explains a failure to a person: the reason in words, and the request id of the server's log line.
 * @param t the texts of `useFaultWords`
 * @param labelOf returns the label of a field, by its name in the API
 */
export function explainError(
  error: unknown,
  t: FaultWords,
  labelOf: LabelOf = () => undefined,
): { why: string; requestId: string | null } {
  if (error instanceof ApiError) {
    return { why: explainProblem(error.problem, t, labelOf), requestId: error.problem.requestId || null }
  }
  if (error instanceof NetworkError) return { why: t(`lost.${error.reason}`), requestId: null }
  // The digest of a page that failed on the server leads to its log line. The message is for programmers.
  if (error instanceof Error && 'digest' in error && typeof error.digest === 'string') {
    return { why: t('code.internal_error'), requestId: pageRequestId() ?? error.digest }
  }
  return { why: t('unknown'), requestId: null }
}

/**
 * Words a problem by its codes. `detail`, which is English, is the last resort: for a code of a newer server,
 * and for problems that only programs cause.
 */
function explainProblem(problem: Problem, t: FaultWords, labelOf: LabelOf): string {
  const { code, detail, status, values = {}, errors = [] } = problem
  if (code === UNREADABLE) return t('unreadable', { status })
  const tAny = t as unknown as Say
  if (errors.length > 0 && errors.every((one) => t.has(`wrong.${one.code}`))) {
    const say = ({ code: fault, param, values: told = {} }: (typeof errors)[number]) =>
      tAny(`wrong.${fault}`, {
        ...told,
        field: labelOf(param) ?? param,
        ...(typeof told.instant === 'string' && { instant: t.instant(told.instant) }),
      })
    return errors.map(say).join(' ')
  }
  if (!t.has(`code.${code}`)) return detail
  const { source, seconds } = values
  return tAny(`code.${code}`, {
    ...values,
    ...(isSource(source) && { source: tAny(`source.${source}`, {}) }),
    ...(typeof seconds === 'number' && inUnit(seconds)),
  })
}

/**
 * Explains a failure in one line, for forms and actions. Adds the request id for server errors, because
 * operators search the log by request id.
 */
export function explainInLine(error: unknown, t: FaultWords, labelOf?: LabelOf): string {
  const { why, requestId } = explainError(error, t, labelOf)
  const isServerFault = error instanceof ApiError && error.problem.status >= 500
  return isServerFault && requestId ? t('with-request', { why, id: requestId }) : why
}

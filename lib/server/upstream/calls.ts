import 'server-only'
import type { UpstreamErrorCode } from '#lib/problem-codes.ts'
import type { Source } from '#lib/sources.ts'
import type { GateSettings } from './gate.ts'
import type { RetrySettings } from './retry.ts'

export type Timeouts = {
  connectMs: number
  /** Until the response headers have arrived. */
  headersMs: number
  /** Longest silence inside a body; time during which our own reader is slow does not count. */
  idleMs: number
  /** A whole JSON call, including its retries. */
  jsonTotalMs: number
  /** A streamed report or PDF, up to its last byte. */
  streamTotalMs: number
}

/**
 * One finished call, for counting and logging. `route` is a pattern such as `/payg/lms/invoices/:id`, never a
 * real id.
 */
export type CallRecord = {
  source: Source
  route: string
  status: number | null
  durationMs: number
  attempts: number
  outcome: 'ok' | 'aborted' | UpstreamErrorCode
  /**
   * Why the call failed, in Furrow's words, plus the error code of the cause; never a host, a key or an
   * upstream's text.
   */
  reason: string | null
}

/** A part of a source with its own circuit: the lists, the files, or the token endpoint. */
export type SourcePart = 'lists' | 'files' | 'token'

export type HttpOptions = {
  timeouts?: Partial<Timeouts>
  retry?: Partial<RetrySettings>
  gate?: Partial<GateSettings>
  /** Keys and passwords that must not appear in any error. */
  secrets?: readonly string[]
  /** Called once per call: when the call has ended, or for a stream when its response has begun. */
  onCall?: (call: CallRecord) => void
  /**
   * Called when a circuit opens, with the time of the next trial call, and with null when the circuit closes.
   */
  onCircuit?: (source: Source, part: SourcePart, openUntil: Date | null) => void
}

/**
 * The pauses, circuits and refused keys of this process's clients, for sharing pauses with other processes
 * and for manual retries.
 */
export type Restraint = {
  /**
   * Calls `listener` whenever a source's lists ask for a pause.
   * @returns a function that removes the listener
   */
  onAsked(listener: (source: Source, seconds: number) => void): () => void
  /**
   * Applies a pause that another process was asked for: no list of the source is called for `ms`
   * milliseconds.
   */
  hold(source: Source, ms: number): void
  /**
   * Closes open circuits and forgets refused keys, because a person asked for a retry; a pause that a source
   * asked for still holds.
   */
  tryAgain(): void
}

/**
 * How an address may be called: whether the key is sent, and which addresses its host name may resolve to.
 */
export type Target = { isKeySent: boolean; addresses: 'any' | 'not-link-local' | 'public' }

export type HttpRequest = {
  route: string
  url: URL
  /** Checks the first address and the target of every redirect; null refuses the address (`blocked`). */
  allow: (url: URL) => Target | null
  authorization: string | null
  /** Makes the call a POST of this form; used for the token grant only. */
  form?: URLSearchParams
  /** True where a timeout is retried, as in background walks; otherwise the first timeout fails the call. */
  isPatient?: boolean
  /** The media types that are asked for; the default prefers JSON. */
  accept?: string
  /** True where 204 is a valid response: a list without rows. */
  mayBeEmpty?: boolean
  /** True where a refusal (400, 404 or 422) is a valid response: the call still fails, but counts as answered. */
  mayBeRefused?: boolean
  /** Error text for a response over the byte limit; the default is "sent too much data". */
  tooLarge?: string
  signal?: AbortSignal | undefined
}

/** A response body as it arrives, decoded and limited in size; `abort` releases the connection at once. */
export type ByteStream = {
  chunks: AsyncGenerator<Uint8Array>
  lengthBytes: number | null
  contentType: string
  /** True for a 204 response, which has no body. */
  hasNoContent: boolean
  abort: () => void
}

export type SourceHttp = {
  /**
   * GETs (or POSTs the token form) and parses the JSON response with exact numbers.
   * @throws UpstreamError, or the reason of the caller's abort signal
   */
  json(request: HttpRequest): Promise<unknown>
  /**
   * GETs a stream. `begin` is part of the attempt: an error that `begin` throws may be retried, and its
   * return value is the result. A caller that keeps the stream must read it to its end or abort it; later
   * faults of the stream are UpstreamErrors.
   */
  stream<T>(request: HttpRequest, capBytes: number, begin: (stream: ByteStream) => Promise<T>): Promise<T>
}

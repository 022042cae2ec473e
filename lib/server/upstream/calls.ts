import 'server-only'
import type { UpstreamErrorCode } from '#lib/errors.ts'
import type { Source } from '#lib/sources.ts'
import type { GateSettings } from './gate.ts'
import type { RetrySettings } from './retry.ts'

export type Timeouts = {
  connectMs: number
  /** Until the head of the answer is there. */
  headersMs: number
  /** Longest silence inside a body; not counted while our own reader is slow. */
  idleMs: number
  /** A whole JSON call, its repeats included. */
  jsonTotalMs: number
  /** A streamed report or PDF, to its last byte. */
  streamTotalMs: number
}

/** One finished call, for counting and logging: `route` is a pattern such as `/payg/lms/invoices/:id`, never a value. */
export type CallRecord = {
  source: Source
  route: string
  status: number | null
  durationMs: number
  attempts: number
  outcome: 'ok' | 'aborted' | UpstreamErrorCode
  /** Why it failed, in our own words, and the code of what caused it; never a host, a key or an upstream's text. */
  reason: string | null
}

/** Part of a source: its lists, its files, or its token endpoint. */
export type SourcePart = 'lists' | 'files' | 'token'

export type HttpOptions = {
  timeouts?: Partial<Timeouts>
  retry?: Partial<RetrySettings>
  gate?: Partial<GateSettings>
  /** Values that no error may carry: keys and passwords. */
  secrets?: readonly string[]
  /** Called once a call, when it has ended or (streams) has begun to answer. */
  onCall?: (call: CallRecord) => void
  /** Called when a part of a source is left alone after several errors, with until when, and with null when it is called again. */
  onCircuit?: (source: Source, part: SourcePart, openUntil: Date | null) => void
}

/** What the clients of this process keep to between calls, for sharing it with other processes and with people. */
export type Restraint = {
  /** Calls back whenever a source's lists ask for a pause; out: call it to stop. */
  onAsked(listener: (source: Source, seconds: number) => void): () => void
  /** Another process was asked for a pause: none of the source's lists is called for so long. */
  hold(source: Source, ms: number): void
  /** A person wants it tried: an open circuit and a refused key no longer stand in the way, a pause asked for still does. */
  tryAgain(): void
}

/** How an address may be called: whether the key goes along, and which addresses its name may resolve to. */
export type Target = { sendsKey: boolean; addresses: 'any' | 'not-link-local' | 'public' }

export type HttpRequest = {
  route: string
  url: URL
  /** Asked for the first address and for every redirect; null refuses it (`blocked`). */
  allow: (url: URL) => Target | null
  authorization: string | null
  /** Makes the call a POST of a form: the token grant, nothing else. */
  form?: URLSearchParams
  /** True where a background walk waits: a timeout is worth a second attempt. */
  isPatient?: boolean
  /** True where 204 is an answer: a list without rows. */
  mayBeEmpty?: boolean
  /** What an answer over the limit of bytes is said to have done; default "sent too much data". */
  tooLarge?: string
  signal?: AbortSignal | undefined
}

/** The body of an answer as it arrives, decoded and capped; `abort` releases the connection at once. */
export type ByteStream = {
  chunks: AsyncGenerator<Uint8Array>
  lengthBytes: number | null
  /** Answered with 204: there is no body. */
  hasNoContent: boolean
  abort: () => void
}

export type SourceHttp = {
  /** GET (or the token POST) of a JSON answer with exact numbers. Throws UpstreamError, or the caller's abort reason. */
  json(request: HttpRequest): Promise<unknown>
  /**
   * GET of a stream. `begin` is part of the attempt: what it throws may be tried again, what it gives is the result.
   * Whoever keeps the stream must read it to its end or abort it; its later faults are UpstreamErrors.
   */
  stream<T>(request: HttpRequest, capBytes: number, begin: (stream: ByteStream) => Promise<T>): Promise<T>
}

import 'server-only'
import { finished } from 'node:stream'
import { Agent, type Dispatcher } from 'undici'
import type { Source } from '#lib/sources.ts'
import { guardedLookup, isLinkLocalAddress, isPublicAddress } from './addresses.ts'
import { createSourceState, perform, type SourceState } from './attempts.ts'
import { ACCEPTED_ENCODINGS, type Answer, decodedChunks, isEncoded } from './body.ts'
import type {
  HttpOptions,
  HttpRequest,
  Restraint,
  SourceHttp,
  SourcePart,
  Target,
  Timeouts,
} from './calls.ts'
import { startDeadline } from './deadline.ts'
import { Failure, failure, statusFailure, thrownFailure } from './faults.ts'
import { readJson } from './json-body.ts'
import { readRetryAfter } from './retry.ts'

const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 2_000,
  headersMs: 8_000,
  idleMs: 15_000,
  jsonTotalMs: 20_000,
  streamTotalMs: 900_000,
}
const MAX_REDIRECTS = 2
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export type Http = {
  /**
   * Creates a client for one part of a source, with its own circuit breaker, concurrency limit and retry
   * budget.
   */
  source(source: Source, part?: SourcePart): SourceHttp
  restraint: Restraint
  /** Closes all connections; calls in progress fail. */
  close(): Promise<void>
}

type Agents = Record<Target['addresses'], Agent>

/** Creates the connection pool that all sources share. No other file opens connections to upstreams. */
export function createHttp(options: HttpOptions = {}): Http {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
  const agent = (isAllowed?: (address: string) => boolean) =>
    new Agent({
      connect: { timeout: timeouts.connectMs, ...(isAllowed ? { lookup: guardedLookup(isAllowed) } : {}) },
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.idleMs,
      allowH2: false,
    })
  const agents: Agents = {
    any: agent(),
    'not-link-local': agent((address) => !isLinkLocalAddress(address)),
    public: agent(isPublicAddress),
  }
  const listeners = new Set<(source: Source, seconds: number) => void>()
  const states: { part: SourcePart; state: SourceState }[] = []
  const open = (source: Source, part: SourcePart): SourceHttp => {
    const onAsked = (seconds: number) => {
      if (part === 'lists') for (const listener of listeners) listener(source, seconds)
    }
    const state = createSourceState(source, options, onAsked, (openUntil) =>
      options.onCircuit?.(source, part, openUntil),
    )
    states.push({ part, state })
    return createSourceHttp(state, agents, timeouts)
  }
  return {
    source: (source, part = 'lists') => open(source, part),
    restraint: {
      onAsked: (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      hold: (source, ms) => {
        for (const { part, state } of states)
          if (part === 'lists' && state.source === source) state.gate.hold(ms)
      },
      tryAgain: () => {
        for (const { state } of states) {
          state.gate.reset()
          state.keys.reset()
        }
      },
    },
    close: async () => {
      await Promise.all(Object.values(agents).map((each) => each.destroy()))
    },
  }
}

function createSourceHttp(state: SourceState, agents: Agents, timeouts: Timeouts): SourceHttp {
  const { source } = state
  return {
    json: async (request) => {
      const deadline = startDeadline(timeouts.jsonTotalMs, request.signal)
      const attempt = async () => {
        const answer = await exchange(source, agents, request, deadline.signal)
        return readJson(source, answer)
      }
      return perform(state, request, deadline.signal, attempt).finally(deadline.end)
    },
    stream: async (request, capBytes, begin) => {
      const deadline = startDeadline(timeouts.streamTotalMs, request.signal)
      const attempt = async () => {
        const answer = await exchange(source, agents, request, deadline.signal)
        const abort = () => void answer.stream.destroy()
        const reading = { isKept: false, signal: request.signal }
        try {
          const result = await begin({
            chunks: checkedChunks(source, answer, { capBytes, tooLarge: request.tooLarge }, reading),
            lengthBytes: isEncoded(answer) ? null : answer.lengthBytes,
            contentType: answer.contentType,
            hasNoContent: answer.hasNoContent,
            abort,
          })
          reading.isKept = true
          // The caller reads a kept stream later, so the deadline runs until that stream is finished.
          finished(answer.stream, deadline.end)
          return result
        } catch (error) {
          abort()
          throw error
        }
      }
      try {
        return await perform(state, request, deadline.signal, attempt)
      } catch (error) {
        deadline.end()
        throw error
      }
    },
  }
}

/**
 * Makes one attempt up to the response headers and follows redirects that `allow` accepts. Only status 200
 * succeeds, and 204 where the request allows an empty response.
 * @throws Failure
 */
async function exchange(
  source: Source,
  agents: Agents,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Answer> {
  let url = request.url
  for (let redirects = 0; ; redirects++) {
    const target = request.allow(url)
    if (!target) throw failure(source, 'blocked', 'named an address that must not be called')
    const response = await send(source, agents[target.addresses], request, url, target.isKeySent, signal)
    const { statusCode, headers, body } = response
    const hasNoContent = statusCode === 204 && request.mayBeEmpty === true
    if (statusCode === 200 || hasNoContent) {
      return {
        stream: body,
        encoding: single(headers['content-encoding']),
        lengthBytes: readLength(single(headers['content-length'])),
        contentType: single(headers['content-type']) ?? '',
        hasNoContent,
      }
    }
    body.destroy()
    const next = REDIRECTS.has(statusCode) ? redirectTarget(single(headers.location), url) : undefined
    if (next === undefined) {
      const hint = readRetryAfter(single(headers['retry-after']), single(headers.date))
      const refused = statusFailure(source, statusCode, hint)
      refused.isKeyRefused = statusCode === 401 && (target.isKeySent || request.form !== undefined)
      throw refused
    }
    if (next === null || redirects === MAX_REDIRECTS || request.form) {
      throw failure(source, 'blocked', 'sent an unexpected redirect', { status: statusCode })
    }
    url = next
  }
}

async function send(
  source: Source,
  agent: Agent,
  request: HttpRequest,
  url: URL,
  isKeySent: boolean,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    const response = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.form ? 'POST' : 'GET',
      body: request.form?.toString() ?? null,
      signal,
      headers: {
        accept: request.accept ?? 'application/json, */*;q=0.5',
        'accept-encoding': ACCEPTED_ENCODINGS,
        'user-agent': 'furrow',
        ...(request.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...(isKeySent && request.authorization ? { authorization: request.authorization } : {}),
      },
    })
    // Destroying a body early emits an error; this listener keeps the process alive, and a reader of the body
    // still gets the error.
    response.body.on('error', () => {})
    return response
  } catch (error) {
    throw thrownFailure(source, error, false)
  }
}

function redirectTarget(location: string | undefined, from: URL): URL | null {
  return location !== undefined && URL.canParse(location, from.href) ? new URL(location, from.href) : null
}

function readLength(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

/**
 * Yields the chunks; a fault is a Failure while the attempt may be retried, and an UpstreamError once the
 * caller keeps the stream.
 */
async function* checkedChunks(
  source: Source,
  answer: Answer,
  { capBytes, tooLarge }: { capBytes: number; tooLarge: string | undefined },
  reading: { isKept: boolean; signal: AbortSignal | undefined },
): AsyncGenerator<Uint8Array> {
  try {
    yield* decodedChunks(source, answer, capBytes, tooLarge)
  } catch (thrown) {
    reading.signal?.throwIfAborted()
    const fault = thrownFailure(source, thrown, true)
    throw reading.isKept && fault instanceof Failure ? fault.error : fault
  }
}

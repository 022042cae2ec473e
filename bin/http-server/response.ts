import http, { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http'
import { defaultHeaders, fixedHeaders, type HeaderFacts } from './headers.ts'

/** Properties of a request that the server knows before reading its body. */
export type Exchange = HeaderFacts

type Head = OutgoingHttpHeaders | OutgoingHttpHeader[]

const exchanges = new WeakMap<IncomingMessage, Exchange>()

/** Stores the properties from which the headers of a request's response are made. */
export function begin(request: IncomingMessage, exchange: Exchange): void {
  exchanges.set(request, exchange)
}

const unavailable = new WeakMap<IncomingMessage, { retryAfterSeconds: number }>()

/** Turns the response to a request into a 503 with `Retry-After`, whatever status its route or page sets. */
export function becomeUnavailable(request: IncomingMessage, retryAfterSeconds: number): void {
  unavailable.set(request, { retryAfterSeconds })
}

/**
 * Creates a response class that adds the fixed headers to every response, whether its head comes from a
 * route, from Next's files and errors, or from Node itself when a connection has reached its request limit.
 */
export function responseClass(fallback: (request: IncomingMessage) => Exchange) {
  return class FurrowResponse<
    Request extends IncomingMessage = IncomingMessage,
  > extends http.ServerResponse<Request> {
    override writeHead(status: number, message?: string, headers?: Head): this
    override writeHead(status: number, headers?: Head): this
    override writeHead(status: number, ...rest: [(string | Head)?, Head?]): this {
      if (!this.headersSent) this.#complete()
      const waiting = unavailable.get(this.req)
      if (waiting && !this.headersSent) this.setHeader('retry-after', String(waiting.retryAfterSeconds))
      Reflect.apply(super.writeHead, this, waiting ? [503] : [status, ...rest])
      return this
    }

    /**
     * Unwraps lists with one value, which Next sets and its code that decides about compression does not
     * read.
     */
    override setHeader(name: string, value: number | string | readonly string[]): this {
      const isListOfOne = Array.isArray(value) && value.length === 1 && name.toLowerCase() !== 'set-cookie'
      return super.setHeader(name, isListOfOne ? String(value[0]) : value)
    }

    #complete(): void {
      const exchange = exchanges.get(this.req) ?? fallback(this.req)
      for (const [name, value] of Object.entries(defaultHeaders(exchange))) {
        if (!this.hasHeader(name)) this.setHeader(name, value)
      }
      for (const [name, value] of Object.entries(fixedHeaders(exchange))) this.setHeader(name, value)
    }
  }
}

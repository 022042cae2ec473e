import http, { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http'
import { defaultHeaders, fixedHeaders, type HeaderFacts } from './headers.ts'

/** What the server knows of a request from its first byte on. */
export type Exchange = HeaderFacts

type Head = OutgoingHttpHeaders | OutgoingHttpHeader[]

const exchanges = new WeakMap<IncomingMessage, Exchange>()

/** Notes what the headers of a request's answer are made from. */
export function begin(request: IncomingMessage, exchange: Exchange): void {
  exchanges.set(request, exchange)
}

const unavailable = new WeakMap<IncomingMessage, { retryAfterSeconds: number }>()

/** Makes the answer to a request 503 with `Retry-After`, whatever status its route or page gives it. */
export function becomeUnavailable(request: IncomingMessage, retryAfterSeconds: number): void {
  unavailable.set(request, { retryAfterSeconds })
}

/**
 * An answer that has the headers of every answer, whoever writes its head: a route, Next's own files and errors, or
 * node itself where a connection has had its share.
 */
export function responseClass(fallback: (request: IncomingMessage) => Exchange) {
  return class ShellResponse<
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

    /** Next sets lists of one, which the code that decides about compression does not read. */
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

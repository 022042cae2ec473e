import 'server-only'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call, Calls } from '#lib/sandbox/calls.ts'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import type { Fault, Faults } from '#lib/sandbox/faults.ts'
import { type Ask, json, Refusal, type Reply } from './reply.ts'
import { type Route, routeOf } from './routes.ts'
import { send } from './send.ts'

/** The parts that the listener serves from. */
export type Service = {
  routes: readonly Route[]
  dataset: Dataset
  faults: Faults
  calls: Calls
  now(): Date
  origin(): string
  /** Handles control calls; null if they are disabled. */
  control: ((request: IncomingMessage, url: URL, body: string) => Promise<Reply>) | null
}

/** Creates one listener for all sources, which behaves like a real upstream except for active faults. */
export function createListener(service: Service): RequestListener {
  return (request, response) => {
    response.on('error', () => response.destroy())
    serve(service, request, response).catch((error: unknown) => {
      console.error('Sandbox:', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
}

async function serve(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const body = request.method === 'GET' ? '' : await text(request)
  if (service.control && url.pathname.startsWith('/__control/')) {
    return send(response, await refusable(() => service.control?.(request, url, body)), [])
  }
  const found = routeOf(service.routes, url.pathname)
  const call = callOf(request, url, found?.route.name ?? null)
  service.calls.add(call)
  const faults = found ? service.faults.take(found.route.name, url.searchParams) : []
  for (const fault of faults) {
    if (fault.kind === 'delay') await sleep(fault.ms, undefined, { ref: false })
    if (fault.kind === 'hang') return
    if (fault.kind === 'reset') return void request.socket.resetAndDestroy()
  }
  const reply = await replyOf(service, request, url, body, found, faults)
  call.status = reply.status
  await send(response, reply, faults)
}

async function replyOf(
  service: Service,
  request: IncomingMessage,
  url: URL,
  body: string,
  found: { route: Route; id: string } | null,
  faults: readonly Fault[],
): Promise<Reply> {
  const status = faults.find((fault) => fault.kind === 'status')
  if (status) return statusReply(status)
  if (!found) return json(404, { detail: 'Not found.' })
  if (request.method !== found.route.method) {
    return json(405, { detail: `Method "${request.method}" not allowed.` }, { allow: found.route.method })
  }
  for (const fault of faults) {
    if (fault.kind === 'ignore-parameters') for (const name of fault.names) url.searchParams.delete(name)
  }
  const now = service.now().getTime()
  service.dataset.growTo(now)
  const ask: Ask = {
    pathname: url.pathname,
    query: found.route.method === 'POST' ? new URLSearchParams(body) : url.searchParams,
    authorization: request.headers.authorization ?? null,
    now,
    origin: service.origin(),
  }
  return refusable(() => found.route.answer(ask, found.id))
}

async function refusable(answer: () => Reply | Promise<Reply> | undefined): Promise<Reply> {
  try {
    return (await answer()) ?? json(404, { detail: 'Not found.' })
  } catch (error) {
    if (error instanceof Refusal) return error.reply
    throw error
  }
}

function statusReply(fault: Extract<Fault, { kind: 'status' }>): Reply {
  const contentType = fault.contentType ?? 'application/json'
  const retry: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }
  return {
    status: fault.status,
    headers: { 'content-type': contentType, ...retry, ...fault.headers },
    body: { bytes: Buffer.from(fault.body ?? JSON.stringify({ error: { message: 'Fault' } })) },
  }
}

function callOf(request: IncomingMessage, url: URL, route: Call['route']): Call {
  return {
    route,
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.keys(request.headers),
    at: Date.now(),
    status: 0,
  }
}

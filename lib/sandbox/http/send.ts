import 'server-only'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Fault } from '#lib/sandbox/faults.ts'
import type { Reply } from './reply.ts'

const HTML = '<!doctype html><html><body><h1>Service temporarily unavailable</h1></body></html>'

type Wire = { status: number; headers: Record<string, string>; bytes: Buffer }

/** Writes a response with the given faults applied. */
export async function send(response: ServerResponse, reply: Reply, faults: readonly Fault[]): Promise<void> {
  const wire = faults.reduce(onWire, toWire(reply, faults))
  const cut = faults.find(isCut)
  const drip = faults.find((fault) => fault.kind === 'drip')
  response.writeHead(wire.status, { ...wire.headers, 'content-length': String(wire.bytes.length) })
  if (cut) return sendPart(response, wire.bytes, cut)
  if (drip) return sendSlowly(response, wire.bytes, drip)
  response.end(wire.bytes)
}

function toWire(reply: Reply, faults: readonly Fault[]): Wire {
  const { status, headers, body } = reply
  if ('bytes' in body) return { status, headers, bytes: body.bytes }
  const value = status === 200 ? faults.reduce(distort, body.json) : body.json
  return { status, headers, bytes: Buffer.from(JSON.stringify(value)) }
}

function onWire(wire: Wire, fault: Fault): Wire {
  switch (fault.kind) {
    case 'html':
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        bytes: Buffer.from(HTML),
      }
    case 'invalid-json':
      return { ...wire, bytes: Buffer.from('{"count": 3, "results": [{"id": 1,}, NaN]') }
    case 'truncate':
      return { ...wire, bytes: wire.bytes.subarray(0, fault.bytes ?? Math.floor(wire.bytes.length / 2)) }
    case 'content-type':
      return { ...wire, headers: { ...wire.headers, 'content-type': fault.value } }
    case 'large-header':
      return { ...wire, headers: { ...wire.headers, 'x-large': 'a'.repeat(fault.bytes) } }
    case 'padding':
      return { ...wire, bytes: Buffer.concat([wire.bytes, Buffer.alloc(fault.bytes, ' ')]) }
    case 'gzip-bomb':
      return {
        ...wire,
        headers: { ...wire.headers, 'content-encoding': 'gzip' },
        bytes: gzipSync(Buffer.concat([wire.bytes, Buffer.alloc(fault.bytes, ' ')])),
      }
    default:
      return wire
  }
}

type Cut = Extract<Fault, { kind: 'short-body' | 'stall' }>

function isCut(fault: Fault): fault is Cut {
  return fault.kind === 'short-body' || fault.kind === 'stall'
}

async function sendPart(response: ServerResponse, bytes: Buffer, cut: Cut): Promise<void> {
  const part = bytes.subarray(0, cut.bytes ?? Math.floor(bytes.length / 2))
  await new Promise<void>((resolve) => response.write(part, () => resolve()))
  if (cut.kind === 'short-body') response.destroy()
}

async function sendSlowly(
  response: ServerResponse,
  bytes: Buffer,
  drip: { bytes: number; everyMs: number },
): Promise<void> {
  for (let from = 0; from < bytes.length && !response.destroyed; from += drip.bytes) {
    response.write(bytes.subarray(from, from + drip.bytes))
    await sleep(drip.everyMs, undefined, { ref: false })
  }
  response.end()
}

type Json = Record<string, unknown>

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the id of a row of any source. */
function idOf(row: unknown): string {
  return isObject(row) ? String(row.id ?? row.invoiceId ?? row.invoice_number) : ''
}

/** Applies a fault to the JSON of a response; a detail counts as one row. */
function distort(value: unknown, fault: Fault): unknown {
  switch (fault.kind) {
    case 'duplicate-rows':
      return withRows(value, (rows) => [...rows, ...rows.slice(0, fault.count)])
    case 'drop-rows':
      return withRows(value, (rows) => rows.slice(0, Math.max(0, rows.length - fault.count)))
    case 'set-fields':
      return withRows(value, (rows) =>
        rows.map((row) =>
          isObject(row) && (fault.ids?.includes(idOf(row)) ?? true) ? { ...row, ...fault.fields } : row,
        ),
      )
    case 'set-envelope':
      return isObject(value) ? { ...value, ...fault.fields } : value
    case 'shift-count':
      return isObject(value) ? { ...value, count: Number(value.count) + fault.by } : value
    default:
      return value
  }
}

function withRows(value: unknown, change: (rows: unknown[]) => unknown[]): unknown {
  if (Array.isArray(value)) return change(value)
  if (!isObject(value)) return value
  for (const name of ['results', 'data']) {
    const rows = value[name]
    if (Array.isArray(rows)) return { ...value, [name]: change(rows) }
  }
  return change([value])[0] ?? value
}

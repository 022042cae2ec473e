import 'server-only'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { invalidParameter } from '#lib/errors.ts'
import { authSecret } from '#lib/server/config/env.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Position } from './keyset.ts'

const positionSchema = z.tuple([z.string().nullable(), z.string()])

/**
 * The scope a cursor is valid for: the list, its filters and order as a canonical query, and the viewer's
 * funding sources.
 */
export type CursorScope = { list: string; query: URLSearchParams; viewer: Viewer }

/** Signs a position, so that it is accepted only for the same list, filters, order and funding sources. */
export function writeCursor(position: Position, scope: CursorScope): string {
  const payload = Buffer.from(JSON.stringify([position.key, position.id])).toString('base64url')
  return `${payload}.${sign(payload, scope).toString('base64url')}`
}

/**
 * Verifies a cursor and returns its position.
 * @throws RequestError 400 that names `cursor`, for any text that was not signed for this scope
 */
export function readCursor(cursor: string | null, scope: CursorScope): Position | null {
  if (cursor === null) return null
  const [payload = '', signature = '', ...rest] = cursor.split('.')
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(payload, scope)
  const isGenuine = given.length === expected.length && timingSafeEqual(given, expected)
  if (!isGenuine || rest.length > 0 || given.toString('base64url') !== signature) throw wrongCursor()
  const position = positionSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  if (!position.success) throw wrongCursor()
  return { key: position.data[0], id: position.data[1] }
}

function sign(payload: string, scope: CursorScope): Buffer {
  const sources = scope.viewer.fundingSources
  const bound = JSON.stringify([
    scope.list,
    scope.query.toString(),
    sources === 'all' ? 'all' : [...sources].sort(),
  ])
  const digest = createHash('sha256').update(bound).digest('base64url')
  return createHmac('sha256', `furrow-cursor:${authSecret()}`).update(`${payload}.${digest}`).digest()
}

function wrongCursor() {
  return invalidParameter('cursor', 'belongs to another list, filter or person: start at the first page', {
    code: 'foreign_cursor',
  })
}

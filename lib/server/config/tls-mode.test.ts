import { expect, test } from 'vitest'
import { nameTlsMode } from './tls-mode.ts'

const AT = 'postgres://furrow:secret@db.example:5432/furrow'

test.each([
  [`${AT}?sslmode=require`, `${AT}?sslmode=verify-full`],
  [`${AT}?sslmode=prefer&options=-c%20geqo%3Doff`, `${AT}?sslmode=verify-full&options=-c%20geqo%3Doff`],
  [`${AT}?application_name=a&sslmode=verify-ca`, `${AT}?application_name=a&sslmode=verify-full`],
])('%s becomes %s', (given, used) => expect(nameTlsMode(given)).toBe(used))

test.each([
  AT,
  `${AT}?sslmode=disable`,
  `${AT}?sslmode=no-verify`,
  `${AT}?uselibpqcompat=true&sslmode=require`,
  `${AT}?application_name=sslmode=require`,
])('%s stays unchanged', (given) => expect(nameTlsMode(given)).toBe(given))

import { expect, test } from 'vitest'
import { hashPassword, isPassword } from './password-hash.ts'
import { checkPassword } from './passwords.ts'

test.each([
  ['quiet harvest at noon', null],
  ['ಕೊಯ್ಲು ಮುಗಿದಿದೆ', null],
  ['x7#Kd92!', null],
  [`${'ab'.repeat(60)}cdefghij`, null],
  ['seven77', /at least 8/],
  // Many bytes, but seven characters.
  ['🌽🌽🌾🌾🥕🥕🧅', /at least 8/],
  [`${'abc'.repeat(42)}xyz`, /128 characters/],
  ['password', /leaked/],
  ['PassWord1', /leaked/],
  ['ｐａｓｓｗｏｒｄ', /leaked/],
  ['qwertyuiop', /leaked/],
  ['abababababab', /repeats/],
  ['HelloTractor-2026!', /anybody would try/],
  ['furrow_admin 1', /anybody would try/],
  ['Ｆｕｒｒｏｗ２０２６', /anybody would try/],
  ['furrow after furrow', null],
  ['2957104863', null],
])('a new password is long enough, not too long and no common one: %s', (password, wanted) => {
  const fault = checkPassword(password)
  if (wanted === null) expect(fault).toBeNull()
  else expect(fault).toMatch(wanted)
})

test('a hash is of one password alone, salted, and a broken one fits none', async () => {
  const hash = await hashPassword('quiet harvest')
  expect(hash).not.toBe(await hashPassword('quiet harvest'))
  expect(await isPassword('quiet harvest', hash)).toBe(true)
  const others: [string, string][] = [
    ['quiet harvest ', hash],
    ['', hash],
    ['quiet harvest', hash.slice(0, -4)],
    ['quiet harvest', hash.replace('32768', '2')],
    ['quiet harvest', ''],
    ['', ''],
  ]
  for (const [password, kept] of others) expect(await isPassword(password, kept)).toBe(false)
})

test('more than a kilobyte is never hashed and never fits', async () => {
  const long = 'x'.repeat(1025)
  expect(await isPassword(long, await hashPassword(long))).toBe(false)
  expect(await isPassword('', await hashPassword(long))).toBe(false)
  expect(await isPassword('x'.repeat(1_000_000), await hashPassword(''))).toBe(false)
})

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
])(
  'accepts a new password only if it is long enough, not too long and not common: %s',
  (password, wanted) => {
    const fault = checkPassword(password, { email: 'ada@example.com', names: ['Ada Eze'] })
    if (wanted === null) expect(fault).toBeNull()
    else expect(fault).toMatch(wanted)
  },
)

const ada = { email: 'Ada.Lovelace1815@Engines.example', names: ['Ada Lovelace', 'Ọlá Lovelace'] }

test.each([
  'ada.lovelace1815@engines.example',
  'ADA.LOVELACE1815@ENGINES.EXAMPLE',
  'ada.lovelace1815',
  'Ada Lovelace',
  'a d a l o v e l a c e',
  'adalovelace2026!',
  'lovelace-ada',
  'Lovelace2026',
  'ọlálovelace',
  'ａｄａｌｏｖｅｌａｃｅ',
  'lovelace furrow',
  'ada@engines',
])('rejects a new password that consists of its owner’s name or e-mail address: %s', (password) => {
  expect(checkPassword(password, ada)).toMatch(/^is made of your name or e-mail address, .+: choose /)
  expect(checkPassword(password, { email: 'grace@example.com', names: [] })).toBeNull()
})

test('rejects an address or name without letters as a password, and lets short names rule nothing out', () => {
  const owner = { email: '2348031234567@x.example', names: ['०१२३४५६७८९', 'A B', 'to'] }
  for (const password of ['2348031234567', '2348 0312 34567', '०१२३४५६७८९'])
    expect(checkPassword(password, owner)).toMatch(/^is made of your name/)
  for (const password of ['ab to ab to 9', '8031234567', 'A (B) counts [to] 9'])
    expect(checkPassword(password, owner)).toBeNull()
  expect(checkPassword('lovelace counts wheels', ada)).toBeNull()
})

test('makes salted hashes that match one password alone, and matches nothing against a broken hash', async () => {
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

test('never hashes or matches more than a kilobyte', async () => {
  const long = 'x'.repeat(1025)
  expect(await isPassword(long, await hashPassword(long))).toBe(false)
  expect(await isPassword('', await hashPassword(long))).toBe(false)
  expect(await isPassword('x'.repeat(1_000_000), await hashPassword(''))).toBe(false)
})

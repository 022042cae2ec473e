import 'server-only'
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

// A test process that imports this file derives the keys of passwords with scrypt at its least cost. At the product's
// cost, a quarter of a second for each password, the tests of signing in would need minutes. A hash made here verifies
// in such a process only. passwords.test.ts tests hashes at the product's cost, and so do all tests that sign in to a
// process of their own: the rehearsal, those of kept releases, and the browser's. Tests of races between sign-ins
// must not import it: a check of a password has to last as long as in the product.

const { scrypt } = crypto

crypto.scrypt = ((password, salt, length, _options, callback) =>
  scrypt(password, salt, length, { N: 2, r: 1, p: 1 }, callback)) as typeof crypto.scrypt
syncBuiltinESMExports()

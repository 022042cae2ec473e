import { either, exact, none, type Spelled } from './spelled.ts'

/** A billing period's status: the seed's names in each format that the contract allows. */
export const SPELLED_STATUSES: readonly Spelled[] = [
  { wire: '{"label":"PAYMENT_COMPLETE"}', truth: 'PAYMENT_COMPLETE', rule: 'exact' },
  { wire: '{"code":"PAYMENT_FAILED","label":"Collection failed"}', truth: 'PAYMENT_FAILED', rule: 'exact' },
  { wire: '{"code":3,"label":"PAYMENT_FAILED"}', truth: 'PAYMENT_FAILED', rule: 'exact' },
  { wire: '{"code":null,"label":"PENDING"}', truth: 'PENDING', rule: 'exact' },
  exact('PENDING', 'PENDING'),
  exact('PAYMENT_COMPLETE', 'payment_complete'),
  exact('PAYMENT_COMPLETE', 'Payment complete'),
  exact('SENT_TO_PAYMENT_SERVICE', 'sent to payment service'),
  { wire: '{"label":"Draft"}', truth: 'DRAFT', rule: 'exact' },
  either('PAYMENT_COMPLETE', '{"name":"PAYMENT_COMPLETE"}'),
  either('PAYMENT_COMPLETE', '"PAYMENT-COMPLETE"'),
  either('PAYMENT_COMPLETE', '" PAYMENT_COMPLETE "'),
  { wire: '"REVERSED_BY_AGENT"', truth: null, rule: 'ambiguous' },
  { wire: '{"label":"chargeback_opened"}', truth: null, rule: 'ambiguous' },
  { wire: '{"code":7}', truth: null, rule: 'ambiguous' },
  none('null'),
  none(null),
]

/** `invoice_paid`, with the tolerances of the contract. */
export const SPELLED_PAID: readonly Spelled[] = [
  { wire: 'true', truth: 'true', rule: 'exact' },
  { wire: 'false', truth: 'false', rule: 'exact' },
  exact('true', 'true'),
  exact('false', 'false'),
  { wire: '1', truth: 'true', rule: 'exact' },
  { wire: '0', truth: 'false', rule: 'exact' },
  either('true', '"TRUE"'),
  either('true', '"yes"'),
  { wire: '"maybe"', truth: null, rule: 'ambiguous' },
  none('null'),
  none(null),
]

/** Names of contracts, customers and sites: every script, direction marks, formulas, markup. */
export const NAMES: readonly string[] = [
  'Contract Kaduna 17',
  'Société d’Énergie & Fils',
  'Ṣọ́lá Ọ̀ṣun Co-operative',
  'شركة الطاقة الشمسية 12',
  'קואופרטיב Kano 7',
  'Contract \u202e71 anudaK\u202c 3',
  '太阳能合作社',
  '=HYPERLINK("https://example.com","x")',
  '<b>Bold</b> & "quoted"; semi, comma',
  'tab\there',
  'two\nlines',
  '👩🏾‍🌾 Farm',
  'x=1;=1+1',
  '  padded  ',
  'A'.repeat(300),
]

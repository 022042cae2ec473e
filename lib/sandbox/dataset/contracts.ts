import 'server-only'
import { holderName, ODD_NAMES } from './names.ts'
import { at, pick, randomOf, whole } from './random.ts'
import { PROGRAMME_RATES, type Programme, REGION_PATTERN, type Region, UNFUNDED_RATE } from './regions.ts'

/** A financed contract. The APIs show only its name and, in the other sources, its code. */
export type Contract = {
  index: number
  code: string
  /** The person or business that signed the contract. */
  holder: string
  /** Hello Tractor's name of the contract. Not a key: two contracts can share a name. */
  loanName: string
  region: Region
  fundingSource: Programme | null
  firstWeek: number
  lastWeek: number
  tractors: number
  /** Bills several short periods a week instead of one per tractor. */
  isSplit: boolean
  /** Weekday on which its periods start: 0 Monday, 3 Thursday. */
  startsOn: 0 | 3
  /** Share of its periods that are eventually paid. */
  paidShare: number
  isLatePayer: boolean
  hasPaymentLinks: boolean
  hasClientInvoices: boolean
  hasContractInTitles: boolean
  userId: number
  phone: string
  email: string
}

/** Index of a contract without a programme; about one in seventy others has none either. */
const UNFUNDED_INDEX = 9
/** Indexes of two contracts with the same name. */
const TWIN_INDEXES = [13, 33]

/**
 * Creates a contract of a dataset.
 * @param firstDatasetWeek number of the dataset's first week.
 */
export function contractOf(seed: number, index: number, firstDatasetWeek: number): Contract {
  const random = randomOf(seed, 1, index)
  const region = at(REGION_PATTERN, index)
  const fundingSource = programmeOf(random(), region, index)
  const holder = ODD_NAMES[index] ?? holderName(random, region)
  const code = `${region.code}-${String(index + 1).padStart(4, '0')}`
  const isFromStart = index < 20 || random() < 0.55
  const firstWeek = firstDatasetWeek + (isFromStart ? 0 : whole(random, 1, 60))
  const rate = fundingSource === null ? UNFUNDED_RATE : PROGRAMME_RATES[fundingSource]
  const isLatePayer = random() < 0.2
  return {
    index,
    code,
    holder,
    loanName: loanNameOf(holder, code, index),
    region,
    fundingSource,
    firstWeek,
    lastWeek: random() < 0.07 && index >= 20 ? firstWeek + whole(random, 52, 156) : Number.POSITIVE_INFINITY,
    tractors: pick(random, [1, 1, 1, 1, 2, 2, 2, 2, 3, 3]),
    isSplit: random() < 0.25,
    startsOn: random() < 0.04 ? 3 : 0,
    paidShare: Math.min(0.995, Math.max(0.6, rate + (random() - 0.5) * 0.1 - (isLatePayer ? 0.02 : 0))),
    isLatePayer,
    hasPaymentLinks: region.currency === 'NGN' && random() < 0.6,
    hasClientInvoices: index % 20 < 2 || random() < 0.27,
    hasContractInTitles: random() < 0.4,
    userId: 1000 + index * 7 + whole(random, 0, 6),
    phone: `${region.dialling}${whole(random, 700_000_000, 799_999_999)}`,
    email: `${code.toLowerCase()}@farmers.example.com`,
  }
}

function programmeOf(share: number, region: Region, index: number): Programme | null {
  if (index === UNFUNDED_INDEX || (index >= 20 && share > 0.985)) return null
  if (index < 20) return at(region.programmes, Math.floor(index / 5))
  return at(region.programmes, Math.floor(share * 97))
}

function loanNameOf(holder: string, code: string, index: number): string {
  if (index < ODD_NAMES.length) return holder
  if (TWIN_INDEXES.includes(index)) return 'Contract Kaduna 17'
  return `${holder} ${code}`
}

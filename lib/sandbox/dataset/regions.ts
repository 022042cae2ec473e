import 'server-only'

export const PROGRAMMES = [
  'AGRI-FUND-1',
  'Heifer Nigeria',
  'Kilimo & Mazao Fund',
  'Savannah Mechanisation Facility',
  'Women in Farming Trust',
] as const
export type Programme = (typeof PROGRAMMES)[number]

export const CURRENCIES = ['NGN', 'KES', 'UGX', 'GHS'] as const
export type Currency = (typeof CURRENCIES)[number]

/** Share of periods that are eventually paid, by programme. */
export const PROGRAMME_RATES: Record<Programme, number> = {
  'AGRI-FUND-1': 0.925,
  'Heifer Nigeria': 0.937,
  'Kilimo & Mazao Fund': 0.912,
  'Savannah Mechanisation Facility': 0.893,
  'Women in Farming Trust': 0.945,
}

/** The same share for contracts without a programme. */
export const UNFUNDED_RATE = 0.88

export type Region = {
  code: string
  place: string
  country: 'Nigeria' | 'Kenya' | 'Uganda' | 'Ghana'
  currency: Currency
  dialling: string
  programmes: readonly Programme[]
  /** Share of a tractor's week that is worked, January to December: land preparation, planting, harvest. */
  seasons: readonly number[]
}

const NIGERIA = { country: 'Nigeria', currency: 'NGN', dialling: '+234' } as const
const KENYA = { country: 'Kenya', currency: 'KES', dialling: '+254' } as const
const UGANDA = { country: 'Uganda', currency: 'UGX', dialling: '+256' } as const
const GHANA = { country: 'Ghana', currency: 'GHS', dialling: '+233' } as const

const KADUNA: Region = {
  ...NIGERIA,
  code: 'KAD',
  place: 'Kaduna',
  programmes: ['Heifer Nigeria', 'AGRI-FUND-1', 'Savannah Mechanisation Facility'],
  seasons: [0.12, 0.15, 0.35, 0.75, 0.97, 0.99, 0.85, 0.5, 0.45, 0.9, 0.88, 0.35],
}
const KANO: Region = {
  ...NIGERIA,
  code: 'KAN',
  place: 'Kano',
  programmes: ['AGRI-FUND-1', 'Savannah Mechanisation Facility', 'Women in Farming Trust'],
  seasons: [0.15, 0.12, 0.25, 0.6, 0.95, 0.99, 0.9, 0.55, 0.5, 0.92, 0.8, 0.25],
}
const OYO: Region = {
  ...NIGERIA,
  code: 'OYO',
  place: 'Ìbàdàn',
  programmes: ['Heifer Nigeria', 'Women in Farming Trust'],
  seasons: [0.2, 0.45, 0.92, 0.98, 0.9, 0.6, 0.5, 0.85, 0.92, 0.75, 0.4, 0.2],
}
const NAKURU: Region = {
  ...KENYA,
  code: 'NAK',
  place: 'Nakuru',
  programmes: ['Kilimo & Mazao Fund', 'AGRI-FUND-1'],
  seasons: [0.55, 0.9, 0.99, 0.95, 0.65, 0.35, 0.35, 0.55, 0.85, 0.95, 0.8, 0.5],
}
const KISUMU: Region = {
  ...KENYA,
  code: 'KIS',
  place: 'Kisumu',
  programmes: ['Kilimo & Mazao Fund', 'Women in Farming Trust'],
  seasons: [0.6, 0.95, 0.97, 0.8, 0.5, 0.3, 0.45, 0.9, 0.92, 0.7, 0.5, 0.45],
}
const GULU: Region = {
  ...UGANDA,
  code: 'GUL',
  place: 'Gulu',
  programmes: ['Kilimo & Mazao Fund', 'AGRI-FUND-1'],
  seasons: [0.3, 0.7, 0.97, 0.97, 0.7, 0.5, 0.85, 0.95, 0.8, 0.5, 0.4, 0.25],
}
const TAMALE: Region = {
  ...GHANA,
  code: 'TAM',
  place: 'Tamale',
  programmes: ['Savannah Mechanisation Facility', 'AGRI-FUND-1'],
  seasons: [0.1, 0.15, 0.4, 0.8, 0.97, 0.99, 0.9, 0.55, 0.5, 0.75, 0.8, 0.3],
}

/** Regions in proportion to their contracts; a contract's index selects its region, modulo the length. */
export const REGION_PATTERN: readonly Region[] = [
  KADUNA,
  NAKURU,
  GULU,
  TAMALE,
  KANO,
  KISUMU,
  OYO,
  KADUNA,
  NAKURU,
  GULU,
  KANO,
  OYO,
  TAMALE,
  KADUNA,
  KISUMU,
  KANO,
  OYO,
  NAKURU,
  GULU,
  KADUNA,
]

/** Returns the worked share of a tractor's week in a region, 0..1, interpolated between months. */
export function season(region: Region, day: string): number {
  const month = Number(day.slice(5, 7)) - 1
  const share = (Number(day.slice(8, 10)) - 15) / 30
  const own = region.seasons[month] ?? 0
  const other = region.seasons[(month + (share < 0 ? 11 : 1)) % 12] ?? own
  return own + (other - own) * Math.abs(share)
}

import 'server-only'
import { pick, type Random } from './random.ts'
import type { Region } from './regions.ts'

/** Names that people really have or type and that break careless software; one contract each. */
export const ODD_NAMES: readonly string[] = [
  "Ng'ang'a & Sons Mechanised Farming",
  'Ẹgbẹ́ Àgbẹ̀ Ọ̀yọ́ Ìlọsíwájú',
  '"Mama Njeri" Wakulima Group',
  '=Growth Partners Cooperative',
  '<b>Bold Harvest</b> Ltd',
  'Société Agricole du Père Noël & Cie',
  "D'Almeida, Kwabená; Tractor Hire (Northern Region)",
  'Ushirika wa Wakulima wa Mazao ya Chakula na Biashara Kanda ya Magharibi – Kisumu',
  'Adébáyọ̀ Ọlátúnjí-Ṣóyínká',
  '@Harvest +Plus, -Minus',
  'Ɛkua Nyarkoɔ Farms',
  'Ọmọ́lẹ́yẹ \\ Partners 100%_Yield',
]

function words(text: string): readonly string[] {
  return text.split(' ')
}

const FIRST: Record<Region['country'], readonly string[]> = {
  Nigeria: words('Adébọ̀wálé Aminu Àbíkẹ́ Chinedu Fọláṣadé Halima Ìfẹ́olúwa Musa Ngozi Rabi’u Ṣẹ́gun Zainab'),
  Kenya: words('Achieng Barasa Cherono Juma Kamau Moraa Mwende Njoki Otieno Wairimũ Wanjikũ Zawadi'),
  Uganda: words('Akello Apio Kato Kizza Lakot Mugisha Nakato Namukasa Ocen Okot Ssali Tumusiime'),
  Ghana: words('Abena Adwoa Akosua Alhassan Efua Fuseini Kofi Kwame Mariama Sulemana Yaa Yakubu'),
}

const LAST: Record<Region['country'], readonly string[]> = {
  Nigeria: words('Abdullahi Adéyẹmí Bello Danladi Eze Ìbíkúnlé Nwosu Ògúnbíyí Okafor Sani Usman Yusuf'),
  Kenya: words(
    'Chepkoech Kiprotich Kĩmani Kipchumba Muthoni Nyambura Odhiambo Ouma Rotich Simiyu Wafula Wekesa',
  ),
  Uganda: words('Acan Byaruhanga Kaggwa Lubega Mukasa Nsubuga Obote Ochieng Odongo Okello Opio Wasswa'),
  Ghana: words('Abdulai Acheampong Asante Boateng Iddrisu Mahama Mensah Owusu Sarpong Seidu Tetteh Yeboah'),
}

const FORMS = ['', '', '', ' Farms', ' Cooperative', ' & Sons', ' Tractor Hire', ' Agro Services'] as const

/** Draws a contract holder's name in the region's languages: a person, a family or a small business. */
export function holderName(random: Random, region: Region): string {
  const form = pick(random, FORMS)
  const last = pick(random, LAST[region.country])
  return form === ' & Sons' ? `${last}${form}` : `${pick(random, FIRST[region.country])} ${last}${form}`
}

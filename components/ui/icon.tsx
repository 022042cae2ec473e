import clsx from 'clsx'

/** Strokes on a 24 × 24 grid. */
const PATHS = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM20.5 20.5 16 16',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  'arrow-up': 'M12 20V4.5M5.5 11 12 4.5 18.5 11',
  'arrow-down': 'M12 4v15.5M5.5 13l6.5 6.5 6.5-6.5',
  'chevron-down': 'M6 9.5l6 6 6-6',
  filter: 'M3 6h18M7 12h10M10.5 18h3',
  columns: 'M4.5 4h15v16h-15zM9.5 4v16M14.5 4v16',
  download: 'M12 3.5v12M7 11l5 5 5-5M4.5 20.5h15',
  alert: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7.5v5.5M12 16.5v.1',
  info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20ZM12 16v-4M12 8h.01',
  refresh: 'M20 12a8 8 0 1 1-2.4-5.7L20.5 9M20.5 3.5V9H15',
  system: 'M3.5 4.5h17v11.5h-17zM9 20.5h6M12 16v4.5',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M5 19l1.7-1.7M17.3 6.7 19 5',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  home: 'M4 10.5 12 4l8 6.5V20h-5.5v-6h-5v6H4z',
  calendar: 'M4 5.5h16V20H4zM4 10h16M8.5 3v4.5M15.5 3v4.5M8 14h5M11 17h5',
  invoice: 'M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h6.5M9 16.5h6.5',
  chart: 'M4 20.5h16.5M6.5 17v-5M11 17V5M15.5 17V9M20 17v-3',
  report: 'M6 3h12v18H6zM9.5 16.5v-3M12 16.5V9M14.5 16.5v-5',
  signal:
    'M12 10.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3ZM12 13.5V21M8.1 16a5.5 5.5 0 0 1 0-8M15.9 8a5.5 5.5 0 0 1 0 8M5 19a9.8 9.8 0 0 1 0-14M19 5a9.8 9.8 0 0 1 0 14',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c0-4 3.4-6 7.5-6s7.5 2 7.5 6',
  people:
    'M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM2.5 20a6.5 6.5 0 0 1 13 0M15.5 5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5.5',
  'no-file': 'M6 3h8.5L19 7.5V21H6zM14 3v5h5M10 12.5l5 5M15 12.5l-5 5',
} as const
export type IconName = keyof typeof PATHS

type IconProps = { name: IconName; size?: number; strokeWidth?: number; className?: string }

/** An icon beside a word, or alone in a labelled button; always decorative. */
export function Icon({ name, size = 16, strokeWidth = 2, className }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={clsx('shrink-0', className)}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}

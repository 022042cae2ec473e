/** Furrow's logo: three furrows. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      className="text-accent"
    >
      <path d="M2 16c4-1 6-4 6-12M7 17c4-1 6-5 6-13M13 17c2-1 4-4 5-9" />
    </svg>
  )
}

import 'react'

declare module 'react' {
  /** Tables hand their layout to the stylesheet through these. */
  interface CSSProperties {
    '--columns'?: string
    '--table-width'?: string
    '--row-height'?: string
  }
}

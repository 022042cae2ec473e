import 'react'

declare module 'react' {
  /** Custom properties through which tables pass their layout to the stylesheet. */
  interface CSSProperties {
    '--columns'?: string
    '--table-width'?: string
    '--row-height'?: string
    '--pin'?: string
  }
}

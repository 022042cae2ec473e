import { createContext, use } from 'react'

/** True below a page whose address is not understood as a whole. */
export const MisreadContext = createContext(false)

/**
 * True while a part of the address is ignored. Nothing is saved, packed or handed out then: the rows may be more than
 * were asked for.
 */
export function useIsMisread(): boolean {
  return use(MisreadContext)
}

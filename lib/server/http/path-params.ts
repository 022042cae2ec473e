import 'server-only'
import { defaulted, oneOf, readName } from '#lib/search-params.ts'
import { SOURCES } from '#lib/sources.ts'

/**
 * Path parameters that several routes share. A path always contains them, so that the default is never used.
 */
export const sourceInPath = defaulted(oneOf(SOURCES), `one of ${SOURCES.join(', ')}`, SOURCES[0])
export const idInPath = defaulted(readName, 'an id of 1-200 characters as a list gives it', '')

import 'server-only'
import packageFile from '#package.json' with { type: 'json' }

/** The version of this Furrow, e.g. 0.1.0. */
export const RELEASE = packageFile.version

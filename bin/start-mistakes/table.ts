import { ENVIRONMENT_FILE_MISTAKES } from './environment-file.ts'
import { FOLDER_MISTAKES } from './folders.ts'
import type { Mistake } from './mistake.ts'
import { PORT_MISTAKES } from './ports.ts'
import { SOURCE_MISTAKES } from './sources.ts'
import { VARIABLE_MISTAKES } from './variables.ts'

/** Every misconfiguration that the start explains in one line. */
export const MISTAKES: readonly Mistake[] = [
  ...VARIABLE_MISTAKES,
  ...SOURCE_MISTAKES,
  ...ENVIRONMENT_FILE_MISTAKES,
  ...PORT_MISTAKES,
  ...FOLDER_MISTAKES,
]

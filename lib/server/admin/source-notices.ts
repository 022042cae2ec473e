import 'server-only'
import type { SourceNotice } from '#lib/admin/schema.ts'
import { unknownNames } from '#lib/admin/words.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { english } from '#lib/server/words/words.ts'
import { visibleText } from '#lib/visible-text.ts'
import { knownFundingSources } from './funding-sources.ts'

const t = english('admin')
const SPELLING =
  'Compare the spelling, upper and lower case included, with the list of GET /api/admin/funding-sources.'

/**
 * Adds a notice for each granted funding source that no row and no setting names. The grant is already stored
 * and the response may hold a secret that is shown only once, so a failed lookup becomes a notice instead of
 * an error.
 */
export async function withSourceNotices<Answer extends object>(
  viewer: Viewer,
  granted: readonly string[],
  answer: Answer,
): Promise<Answer & { notices: SourceNotice[] }> {
  return { ...answer, notices: await sourceNotices(viewer, granted) }
}

async function sourceNotices(viewer: Viewer, granted: readonly string[]): Promise<SourceNotice[]> {
  if (granted.length === 0) return []
  try {
    const { fundingSources } = await knownFundingSources(viewer)
    return unknownNames(granted, fundingSources).map((fundingSource) => ({
      fundingSource,
      code: 'unknown' as const,
      message: t('notice.unknown', { name: visibleText(fundingSource) }),
      fix: SPELLING,
    }))
  } catch (error) {
    logger().warn(errorFields(error), 'the known funding sources could not be read')
    return granted.map((fundingSource) => ({
      fundingSource,
      code: 'unchecked' as const,
      message: t('notice.unchecked', { name: visibleText(fundingSource) }),
      fix: SPELLING,
    }))
  }
}

import 'server-only'
import { invalidParameter } from '#lib/errors.ts'
import { database, query } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { availableLanguages, chosenLanguage, nameOf } from '#lib/server/words/installed-languages.ts'
import { requirePerson } from './own-account.ts'
import { languageSetCookie } from './session-cookie.ts'

/** Returns the language that a person chose (null: as the browser), and all that they can choose. */
export async function languageChoicesOf(
  personId: string,
): Promise<{ chosen: string | null; languages: { language: string; name: string }[] }> {
  const [found] = await query<{ language: string | null }>(database())`
    select language from person where id = ${personId}`
  const languages = availableLanguages().map((language) => ({ language, name: nameOf(language) }))
  return { chosen: chosenLanguage(found?.language ?? null), languages }
}

/**
 * Sets the viewer's language, here and at every later sign-in. It changes no access, so the audit log does
 * not record it.
 * @throws RequestError 400 that names the languages for an unknown one, 403 for an integration
 */
export async function chooseOwnLanguage({
  viewer,
  body: { language },
}: {
  viewer: Viewer
  body: { language: string | null }
}): Promise<Response> {
  requirePerson(viewer)
  const available = availableLanguages()
  if (language !== null && !available.some((one) => one === language))
    throw invalidParameter('language', `Furrow has no such language. It has: ${available.join(', ')}.`)
  await query(database())`update person set language = ${language} where id = ${viewer.id}`
  return Response.json({ language }, { headers: { 'set-cookie': languageSetCookie(language) } })
}

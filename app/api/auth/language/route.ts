import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { chooseOwnLanguage } from '#lib/server/auth/own-language.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.chooseLanguage,
  chooseOwnLanguage,
)

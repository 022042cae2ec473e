import { refusingRoute } from '#lib/server/api/route.ts'
import { unknownPath } from '#lib/server/http/endpoint.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = refusingRoute('/api/{path+}', unknownPath)

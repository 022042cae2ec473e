import { unknownPath } from '#lib/server/endpoint.ts'
import { refusingRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = refusingRoute('/api/{path+}', unknownPath)

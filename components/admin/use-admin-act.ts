import { usePost } from '#components/ui/use-post.ts'
import { ADMIN_KEY } from '#lib/admin/queries.ts'

/** Runs an admin action, then refetches every admin query. */
export function useAdminAct<Answer>() {
  return usePost<Answer>([ADMIN_KEY])
}

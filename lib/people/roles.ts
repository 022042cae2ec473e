/** Roles from the least to the most: each may do what those before it may. */
export const ROLES = ['financier', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Roles from least to most access. Each role may do everything that the roles before it may. */
export const ROLES = ['financier', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Texts of the frame around every page: navigation, top bar, account. */
export const shell = {
  skip: 'Skip to content',
} as const

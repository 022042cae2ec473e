'use client'

import { lazyComponent } from '#components/ui/lazy-component.tsx'

/** Prepares pages for printing; loaded after the page. */
export const Printing = lazyComponent(() => import('./print-setup.tsx').then((module) => module.PrintSetup))

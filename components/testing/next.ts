import { vi } from 'vitest'

vi.mock('next/navigation', async () => (await import('./address.ts')).navigation)

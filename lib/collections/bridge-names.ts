import { NO_COMPARISON } from './verdict-names.ts'

/** Why an earlier range is not known as it was when it was as old as the later one is now. */
export const NO_EQUAL_AGE = ['not_observed', 'uncertain', 'no_rate_then'] as const
export type NoEqualAge = (typeof NO_EQUAL_AGE)[number]

/** Why the change of a rate is not explained. */
export const NO_BRIDGE = [...NO_COMPARISON, ...NO_EQUAL_AGE, 'credits'] as const
export type NoBridge = (typeof NO_BRIDGE)[number]

/** Whether a group was billed in both of two ranges, or in one. */
export const PART_KINDS = ['continuing', 'new', 'ended'] as const
export type PartKind = (typeof PART_KINDS)[number]

/** Contracts by the ranges in which they were billed, and the periods without a contract. */
export const CONTRACT_KINDS = ['continuing', 'new', 'ended', 'unnamed'] as const
export type ContractKind = (typeof CONTRACT_KINDS)[number]

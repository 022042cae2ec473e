import 'server-only'
import { z } from 'zod'
import { periodChangesSchema } from '#lib/billing-periods/changes-schema.ts'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { billingPeriodDetailSchema, billingPeriodListSchema } from '#lib/billing-periods/schema.ts'
import { readDay } from '#lib/calendar-date.ts'
import { changeFilters } from '#lib/changes/filters.ts'
import { unpaidByAgeSchema } from '#lib/collections/age-schema.ts'
import { bridgeSchema } from '#lib/collections/bridge-schema.ts'
import {
  bridgeFilters,
  collectionFilters,
  comparisonFilters,
  summaryFilters,
  targetFilters,
} from '#lib/collections/filters.ts'
import {
  collectionSummarySchema,
  comparisonSchema,
  weeklyCollectionsSchema,
} from '#lib/collections/schema.ts'
import { targetsSchema } from '#lib/collections/target-schema.ts'
import { collectedByAgeSchema } from '#lib/collections/triangle-schema.ts'
import { contractFilters, movementFilters } from '#lib/contracts/filters.ts'
import { contractDetailSchema, contractListSchema, movementSchema } from '#lib/contracts/schema.ts'
import { findSchema } from '#lib/find/schema.ts'
import { dayParam, defaulted, oneOf, optional, pageParams, searchParam } from '#lib/search-params.ts'
import { ADMIN_ENDPOINTS } from '#lib/server/admin/endpoints.ts'
import { AUDIT_ENDPOINTS } from '#lib/server/audit-log/endpoints.ts'
import { ENTRANCE_ENDPOINTS, SIGN_IN_ENDPOINTS } from '#lib/server/auth/endpoints.ts'
import {
  CSV_TYPE,
  exportParams,
  formatParam,
  provenanceParam,
  XLSX_TYPE,
  ZIP_TYPE,
} from '#lib/server/export/format.ts'
import { done, live, mirrored, started, streamed } from '#lib/server/http/endpoint.ts'
import { idInPath, sourceInPath } from '#lib/server/http/path-params.ts'
import { INVOICE_ENDPOINTS } from '#lib/server/invoices/endpoints.ts'
import { FACET_NAMES } from '#lib/server/lists/facets.ts'
import { OPTION_LISTS } from '#lib/server/lists/filter-options.ts'
import { NOTE_ENDPOINTS } from '#lib/server/notes/endpoints.ts'
import {
  DISAPPEARANCE_ACTIONS,
  disappearanceSchema,
  sourceDiagnosticsSchema,
} from '#lib/sources/diagnostics-schema.ts'
import { filterOptionsSchema, pauseAnswerSchema, refreshSchema, sourcesSchema } from '#lib/sources/schema.ts'
import { RESOURCES, SOURCES } from '#lib/sources.ts'
import { healthSchema } from './health.ts'

const resourceParam = optional(oneOf(RESOURCES), `one of ${RESOURCES.join(', ')}`)
const readVersion = (text: string) => (/^[\w-]{1,64}$/.test(text) ? text : null)
const readInstant = (text: string) => (z.iso.datetime().safeParse(text).success ? text : null)
const sourceParam = optional(oneOf(SOURCES), `one of ${SOURCES.join(', ')}`)
const REPORTS = [CSV_TYPE, XLSX_TYPE, ZIP_TYPE]

/**
 * All routes of the API by name; the route handlers and the OpenAPI document are both built from this table.
 */
export const ENDPOINTS = {
  listBillingPeriods: mirrored({
    path: '/api/billing-periods',
    summary: 'Billing periods, a page at a time, with the totals of the whole filtered set',
    query: { ...billingPeriodFilters, ...pageParams },
    output: billingPeriodListSchema,
  }),
  exportBillingPeriods: streamed({
    path: '/api/billing-periods/export',
    summary:
      'The whole filtered set of billing periods as CSV (separated by commas, UTF-8) or a spreadsheet, with what it was narrowed to, its totals, age and completeness',
    query: { ...exportParams, ...billingPeriodFilters },
    mediaTypes: REPORTS,
  }),
  billingPeriodChanges: mirrored({
    path: '/api/billing-periods/changes',
    summary: 'The billing periods that differ from what Furrow had at an instant, with both values',
    query: { ...changeFilters, ...pageParams },
    output: periodChangesSchema,
  }),
  billingPeriodDetail: live({
    path: '/api/billing-periods/{id}',
    summary: 'One billing period as its source has it now, else as last mirrored and why',
    pathParams: { id: idInPath },
    output: billingPeriodDetailSchema,
  }),
  listContracts: mirrored({
    path: '/api/contracts',
    summary:
      'Contracts with what was billed, collected and left unpaid over all weeks, a page at a time, with the totals of the whole filtered set',
    query: { ...contractFilters, ...pageParams },
    output: contractListSchema,
  }),
  exportContracts: streamed({
    path: '/api/contracts/export',
    summary:
      'The whole filtered set of contracts as CSV (separated by commas, UTF-8) or a spreadsheet; its totals are what is outstanding',
    query: { format: formatParam, provenance: provenanceParam, ...contractFilters },
    mediaTypes: REPORTS,
  }),
  contractMovement: mirrored({
    path: '/api/contracts/movement',
    summary:
      'How many contracts moved from how many weeks behind four weeks ago to how many now, by funding source and currency',
    query: movementFilters,
    output: movementSchema,
  }),
  contractDetail: mirrored({
    path: '/api/contracts/{id}',
    summary: 'One contract with its weeks and the contracts of the same name',
    pathParams: { id: idInPath },
    output: contractDetailSchema,
    problems: [404],
  }),
  ...INVOICE_ENDPOINTS,
  ...NOTE_ENDPOINTS,
  weeklyCollections: mirrored({
    path: '/api/collections/weekly',
    summary: 'Billed and collected by week of the period’s start and by currency',
    query: collectionFilters,
    output: weeklyCollectionsSchema,
  }),
  collectionSummary: mirrored({
    path: '/api/collections/summary',
    summary: 'The same figures by funding source, status or currency',
    query: summaryFilters,
    output: collectionSummarySchema,
  }),
  unpaidByAge: mirrored({
    path: '/api/collections/age',
    summary: 'What is outstanding, by days since the end of the billing period and by currency',
    query: collectionFilters,
    output: unpaidByAgeSchema,
  }),
  collectedByAge: mirrored({
    path: '/api/collections/by-age',
    summary:
      'How much of each billing week was collected by each age of the week, in whole weeks since its end, as far as Furrow observed it',
    query: collectionFilters,
    output: collectedByAgeSchema,
  }),
  collectionComparison: mirrored({
    path: '/api/collections/comparison',
    summary: 'A range of one currency against the range before and the same weeks last year',
    query: comparisonFilters,
    output: comparisonSchema,
  }),
  rateBridge: mirrored({
    path: '/api/collections/bridge',
    summary: 'What changed the rate of one currency against the range before, at equal age',
    query: bridgeFilters,
    output: bridgeSchema,
  }),
  collectionTargets: mirrored({
    path: '/api/collections/targets',
    summary: 'The trailing 13-week rates of funding sources with a target, at each of the last 26 weeks',
    query: targetFilters,
    output: targetsSchema,
  }),
  filterOptions: mirrored({
    path: '/api/filter-options',
    summary: 'The choices of a list’s filters, each with its number of rows, keyed by parameter',
    query: {
      list: optional(oneOf(OPTION_LISTS), `one of ${OPTION_LISTS.join(', ')}`),
      source: sourceParam,
      filter: optional(oneOf(FACET_NAMES), `one of ${FACET_NAMES.join(', ')}, as the list has it`),
      find: searchParam,
    },
    output: filterOptionsSchema,
  }),
  find: mirrored({
    path: '/api/find',
    summary:
      'Where a text occurs: in contracts, billing periods, the invoices of each source, funding sources',
    query: { search: searchParam },
    output: findSchema,
  }),
  sources: mirrored({
    path: '/api/sources',
    summary: 'How each source fares: what is mirrored, how fresh and complete, and what to do about a fault',
    output: sourcesSchema,
  }),
  refreshSource: started({
    access: 'operator',
    path: '/api/sources/{source}/refresh',
    summary:
      'Asks for a source to be read now: its recent weeks and what is not complete, or the windows that touch some days; the reading follows',
    pathParams: { source: sourceInPath },
    query: { resource: resourceParam, from: dayParam, to: dayParam },
    output: refreshSchema,
    problems: [409, 503],
  }),
  sourceCare: mirrored({
    access: 'operator',
    path: '/api/sources/{source}',
    summary:
      'What those who look after a source need: windows that are not complete, the last faults, rows that could not be read, held back disappearances, the calls of the last hour',
    pathParams: { source: sourceInPath },
    output: sourceDiagnosticsSchema,
  }),
  pauseSource: done({
    access: 'operator',
    path: '/api/sources/{source}/pause',
    summary: 'Keeps a source from being read until it is resumed',
    pathParams: { source: sourceInPath },
    output: pauseAnswerSchema,
    problems: [409, 503],
  }),
  resumeSource: done({
    access: 'operator',
    path: '/api/sources/{source}/resume',
    summary: 'Lets a paused source be read again, its recent weeks at once',
    pathParams: { source: sourceInPath },
    query: { since: optional(readInstant, 'the `since` of the pause that was looked at') },
    output: pauseAnswerSchema,
    problems: [409, 503],
  }),
  settleDisappearance: done({
    access: 'operator',
    path: '/api/sources/{source}/disappearances/{action}',
    summary:
      'Confirms that the rows of a held back disappearance really are gone, which the next complete reading acts on, or withdraws that before it does',
    pathParams: {
      source: sourceInPath,
      action: defaulted(
        oneOf(DISAPPEARANCE_ACTIONS),
        `one of ${DISAPPEARANCE_ACTIONS.join(', ')}`,
        'confirm',
      ),
    },
    query: {
      resource: resourceParam,
      from: optional(readDay, 'a day as YYYY-MM-DD: the first of the window'),
      version: optional(readVersion, 'the `version` of the disappearance that was looked at'),
    },
    output: disappearanceSchema,
    problems: [409, 503],
  }),
  ...AUDIT_ENDPOINTS,
  events: streamed({
    path: '/api/events',
    summary:
      'Server-sent events: each `changed` names the lists that changed and the snapshot the mirror has reached, never their rows; the first one tells the snapshot that stands',
    mediaTypes: ['text/event-stream'],
  }),
  readUpstream: live({
    path: '/api/upstream/{source}/{path+}',
    summary: 'A live read of the source’s own endpoint, as its documentation describes it',
    pathParams: { source: sourceInPath, path: defaulted((text) => text, 'a path of the source', '') },
    query: null,
    output: z.unknown(),
    problems: [404, 409, 502, 503, 504],
  }),
  ...ENTRANCE_ENDPOINTS,
  ...ADMIN_ENDPOINTS,
  live: mirrored({
    access: 'anyone',
    isLimited: false,
    path: '/api/health/live',
    summary: 'Whether the process answers',
    output: healthSchema,
    problems: [],
  }),
  ready: mirrored({
    access: 'anyone',
    isLimited: false,
    path: '/api/health/ready',
    summary: 'Whether the data store is reachable and has the schema of this release',
    output: healthSchema,
  }),
  openApi: mirrored({
    access: 'anyone',
    path: '/api/openapi.json',
    summary: 'This document',
    output: z.record(z.string(), z.unknown()),
    problems: [],
  }),
  ...SIGN_IN_ENDPOINTS,
}

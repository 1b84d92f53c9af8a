import { QUOTA_SCOPES } from '#lib/catalogue/quotas.ts';
import { dated, instant, type Json, listOf, object, orNull, outcome, tableRoute, text } from './schema.ts';

const flag: Json = { type: ['boolean', 'null'] };
const vcpu: Json = { type: ['integer', 'null'], description: 'vCPU; null: not known, the outcome says why' };
const instances: Json = { type: ['integer', 'null'] };

const quotaRow = object({
  region: text,
  code: { ...orNull(text), description: 'null: AWS names no quota of this scope for the type' },
  name: orNull(text),
  scope: { enum: QUOTA_SCOPES },
  families: {
    ...listOf(text),
    description:
      'what it limits: p (every generation), p5 (a generation on spot, a family in a block quota) or p5en',
  },
  unit: text,
  limit: vcpu,
  default: { ...vcpu, description: 'AWS’s default in vCPU, which ignores what has been granted' },
  applied: { ...flag, description: 'false: AWS gives no applied value, and the limit is its default' },
  used: vcpu,
  headroom: { ...vcpu, description: 'vCPU that are left; null: not known, the reason says why' },
  type: { ...orNull(text), description: 'null: no type was asked for' },
  vcpuPerInstance: instances,
  instancesLeft: { ...instances, description: 'how many more of the type may be started' },
  instancesAtMost: { ...instances, description: 'how many it would be with nothing running' },
  reason: { ...orNull(text), description: 'why the headroom is not known' },
  adjustable: { ...flag, description: 'true: an increase may be requested' },
  limitSince: { ...orNull(instant), description: 'when we first saw this limit' },
  usedAt: orNull(instant),
  lastSeen: orNull(instant),
  usedOutcome: outcome,
  outcome,
});

const requestRow = object({
  id: { ...orNull(text), description: 'null: the region has no request on record; the outcome says why' },
  region: text,
  code: orNull(text),
  name: orNull(text),
  desired: vcpu,
  unit: text,
  status: { ...orNull(text), description: 'AWS’s word, such as CASE_OPENED' },
  decided: flag,
  automatic: { ...flag, description: 'true: Service Quotas made it by itself' },
  caseId: orNull(text),
  requestedAt: orNull(instant),
  updatedAt: orNull(instant),
  ageSeconds: { type: ['integer', 'null'], description: 'since it was requested' },
  firstSeen: orNull(instant),
  lastSeen: orNull(instant),
  listed: { ...flag, description: 'false: AWS no longer lists it, as it does after 90 days' },
  statuses: listOf(object({ at: instant, status: text })),
  outcome,
});

export const quotaPaths: Json = {
  '/quotas': tableRoute(
    'What the account may start: limits and use in vCPU. When a type is named, one row per region, type and scope says how many more of it may be started, also where no quota is known',
    ['region', 'type', 'format'],
    dated(quotaRow),
  ),
  '/quota-requests': tableRoute(
    'Requests for more quota with every status they were seen in, newest first, also those that AWS has stopped listing. A row without an id follows for each watched region without a request',
    ['region', 'format'],
    dated(requestRow),
  ),
};

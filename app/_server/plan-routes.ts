import { knownRegions, knownTypes } from '#db/queries/known.ts';
import { newestLook } from '#db/queries/looks.ts';
import { absentPlans, listPlans } from '#db/queries/plan-list.ts';
import { csvTable } from '#lib/api/csv.ts';
import { checkRegions, resolveTypes } from '#lib/api/names.ts';
import { noPlanRow, PLAN_KEYS, planRow } from '#lib/api/plan-rows.ts';
import { instant } from '#lib/api/rows.ts';
import type { DataRoute } from './handle.ts';
import { csvBody, jsonBody } from './price-routes.ts';

export const trainingPlansRoute: DataRoute = {
  name: 'training-plans',
  params: ['type', 'region', 'state', 'format'],
  build(db, query) {
    if (query.region !== undefined) checkRegions(query.region, knownRegions(db));
    const types = query.type === undefined ? undefined : resolveTypes(query.type, knownTypes(db));
    const { region: regions, state } = query;
    const plans = listPlans(db, { types, regions, state });
    const open = plans.filter((plan) => plan.goneAt === null);
    const absent = state === 'gone' ? [] : absentPlans(db, { types, regions }, open);
    const rows = [...plans.map(planRow), ...absent.map(noPlanRow)];
    if (query.format !== 'csv')
      return jsonBody(JSON.stringify({ asOf: instant(newestLook(db, 'training-plan')), rows }));
    const cells = rows.map((row) => ({ ...row, parts: JSON.stringify(row.parts) }));
    return csvBody(this.name, csvTable(PLAN_KEYS, cells));
  },
};

import { z } from 'zod';
import type { ResolveReason } from '#lib/alerts/reasons.ts';
import type { RuleKind } from '../types.ts';

const paramsSchema = z.strictObject({});
type Params = z.infer<typeof paramsSchema>;

/** The desk watches itself: a source that fails in silence is an alert that never comes. */
export const deskHealth = {
  kind: 'desk-health',
  label: 'A source of the desk fails',
  collector: 'watch',
  reads: 'desk',
  source: 'chipdesk’s own record of its looks',
  paramsSchema,
  fields: [],
  needs: () => ({ windowsMs: [] }),
  evaluate: (_params, { troubles, look, firing }) =>
    troubles.map(({ is, ...trouble }) => ({
      verdict: { is },
      labels: () => ({ region: trouble.region, source: trouble.source, subject: trouble.subject }),
      facts: () => ({
        topic: 'desk',
        type: '',
        ...trouble,
        frozen:
          trouble.region === 'global'
            ? [...firing.values()].reduce((sum, count) => sum + count, 0)
            : (firing.get(trouble.region) ?? 0),
        lookedAt: look.at,
      }),
    })),
  watches: () => true,
  filterKey: () => '',
  describe: () => 'a source has had no complete look for three of its intervals, 15 minutes at least',
  whyEnded: (): ResolveReason => 'cleared',
} satisfies RuleKind<Params, 'desk'>;

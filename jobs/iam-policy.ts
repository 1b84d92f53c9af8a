import { AppError } from '#lib/domain/errors.ts';
import { buildPolicy } from '#lib/iam/policy.ts';
import { runCommand } from './cli.ts';
import { enabledJobs } from './jobs.ts';
import { readSettings } from './settings.ts';

/** `npm run iam-policy`: the exact policy of the sources that are switched on and the regions that are watched. */
await runCommand(async () => {
  const args = process.argv.slice(2);
  const stranger = args.find((arg) => arg !== '--deny');
  if (stranger !== undefined)
    throw new AppError('PARAM_UNKNOWN', `npm run iam-policy has no option ${stranger}`, {
      received: stranger,
      accepted: '--deny',
    });
  const { sources, watch } = readSettings();
  const actions = enabledJobs(sources).flatMap((job) => job.actions);
  const policy = buildPolicy({ actions, regions: watch.regions, deny: args.includes('--deny') });
  process.stdout.write(`${JSON.stringify(policy, undefined, 2)}\n`);
  return 0;
});

import { AppError } from '#lib/domain/errors.ts';
import { suggest } from '#lib/domain/suggest.ts';
import { runCommand } from '../cli.ts';
import { readSettings } from '../settings.ts';
import { applyRules, diffRules } from './apply.ts';
import { backtestRules } from './backtest.ts';
import { exportRules } from './export.ts';
import { testRules } from './test.ts';

const COMMANDS = {
  check: (args: string[]) => diffRules(readSettings(), args),
  apply: (args: string[]) => applyRules(readSettings(), args),
  export: (args: string[]) => exportRules(readSettings(), args),
  test: (args: string[]) => testRules(readSettings(), args),
  backtest: (args: string[]) => backtestRules(readSettings(), args),
};

/** `npm run rules -- check|apply|export|test|backtest`: rules as a file, before and without the jobs. */
await runCommand(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name as keyof typeof COMMANDS](args);
  const names = Object.keys(COMMANDS);
  const near = suggest(name, names);
  const what = name === '' ? 'npm run rules needs to know what to do' : `npm run rules does not know ${name}`;
  throw new AppError('PARAM_UNKNOWN', near === undefined ? what : `${what}: did you mean ${near}?`, {
    ...(name === '' ? {} : { received: name }),
    accepted: names.join(', '),
  });
});

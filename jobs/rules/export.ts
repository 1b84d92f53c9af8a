import { stringify } from 'yaml';
import { openDatabase } from '#db/client.ts';
import { listEnabledRules } from '#db/queries/rules.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#lib/domain/time.ts';
import { nothingElse, readArguments } from '../arguments.ts';
import type { Settings } from '../settings.ts';

/** `export`: the rules in force as YAML for the configuration file. Channels stay out: their addresses are secrets. */
export async function exportRules({ env }: Settings, args: string[]): Promise<number> {
  nothingElse(readArguments(args, {}).rest);
  const db = openDatabase(env.db, 'worker');
  try {
    const rules = listEnabledRules(db).map((rule) => ({
      name: rule.name,
      kind: rule.kind,
      severity: rule.severity,
      channels: rule.channels,
      for: durationText(rule.forMs),
      keepFiring: durationText(rule.keepFiringMs),
      resolveEvals: rule.resolveEvals,
      repeat: rule.repeatMs === 0 ? 'never' : durationText(rule.repeatMs),
      when: rule.params,
    }));
    process.stdout.write(stringify({ rules }, { lineWidth: 110 }));
    return 0;
  } finally {
    db.sqlite.close();
  }
}

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
] as const;

function durationText(ms: number): string {
  const unit = UNITS.find(([, size]) => ms > 0 && ms % size === 0);
  return unit === undefined ? `${ms / SECOND}s` : `${ms / unit[1]}${unit[0]}`;
}

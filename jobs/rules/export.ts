import { stringify } from 'yaml';
import { openDatabase } from '#db/client.ts';
import { listEnabledRules } from '#db/queries/rules.ts';
import { ruleEntry } from '#lib/config/rule-entry.ts';
import { nothingElse, readArguments } from '../arguments.ts';
import type { Settings } from '../settings.ts';

/** `export`: the rules in force as YAML for the configuration file. Channels stay out: their addresses are secrets. */
export async function exportRules({ env }: Settings, args: string[]): Promise<number> {
  nothingElse(readArguments(args, {}).rest);
  const db = openDatabase(env.db, 'worker');
  try {
    const rules = listEnabledRules(db).map(ruleEntry);
    process.stdout.write(stringify({ rules }, { lineWidth: 110 }));
    return 0;
  } finally {
    db.sqlite.close();
  }
}

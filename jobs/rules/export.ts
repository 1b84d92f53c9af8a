import { stringify } from 'yaml';
import { openDatabase } from '#db/client.ts';
import { listRoutes } from '#db/queries/routes.ts';
import { listEnabledRules, type StoredRule } from '#db/queries/rules.ts';
import { ruleEntry } from '#lib/config/rule-entry.ts';
import { nothingElse, readArguments } from '../arguments.ts';
import type { Settings } from '../settings.ts';

/** `export`: the rules and routes in force as YAML for the configuration file. Channels stay out: their addresses are secrets. */
export async function exportRules({ env }: Settings, args: string[]): Promise<number> {
  nothingElse(readArguments(args, {}).rest);
  const db = openDatabase(env.db, 'worker');
  try {
    const rules = listEnabledRules(db).map(written);
    const routes = listRoutes(db).map(({ match, channels }) => ({ ...match, channels }));
    const sections = { ...(routes.length === 0 ? {} : { routes }), rules };
    process.stdout.write(stringify(sections, { lineWidth: 110 }));
    return 0;
  } finally {
    db.sqlite.close();
  }
}

/** What the routes decide names no channels. */
function written(rule: StoredRule) {
  const { channels, ...rest } = ruleEntry(rule);
  return channels.length === 0 ? rest : ruleEntry(rule);
}

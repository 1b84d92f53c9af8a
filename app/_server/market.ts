import { marketOrigin } from '#db/queries/version.ts';
import { getConfig } from './config.ts';
import { getDb } from './db.ts';

/** True when what is shown is not the real market: the AWS endpoint is overridden, or the store holds a simulation. */
export function isSimulated(): boolean {
  return getConfig().endpoint !== undefined || marketOrigin(getDb()) === 'simulated';
}

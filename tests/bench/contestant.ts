import { desk } from './contestants/desk.ts';
import { raw } from './contestants/raw.ts';
import { record } from './contestants/record.ts';
import { sdk } from './contestants/sdk.ts';
import { store } from './contestants/store.ts';

/** One contestant in a fresh process: nobody runs in the memory or the warmed code of another. */
const CONTESTANTS: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  record,
  desk,
  sdk,
  store,
  raw,
};

const [name = '', folder = ''] = process.argv.slice(2);
const run = CONTESTANTS[name];
if (run === undefined) throw new Error(`no contestant ${name}`);
const measured = await run(folder);
process.send?.(measured, () => process.exit(0));

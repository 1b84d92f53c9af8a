import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './database.ts';

/** Debian's libfaketime, where it is installed. */
const LIBRARY = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketime.so.1`;

/**
 * The same within Node, for machines without the library: every Date is off by what the file says. Timers and the clock
 * that never steps stay real either way.
 */
const PRELOAD = `import { readFileSync } from 'node:fs';
const Real = Date;
const off = () => 1000 * Number(readFileSync(process.env.FAKETIME_TIMESTAMP_FILE, 'utf8'));
globalThis.Date = class extends Real {
  constructor(...args) { args.length === 0 ? super(Real.now() + off()) : super(...args); }
  static now() { return Real.now() + off(); }
};`;

/** A wall clock for a process, which the test sets while the process runs. */
export function wallClock() {
  const file = join(temporaryFolder(), 'clock');
  let offset = 0;
  const write = () => writeFileSync(file, `${offset < 0 ? '-' : '+'}${Math.abs(offset) / 1000}\n`);
  write();
  const library = { LD_PRELOAD: LIBRARY, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const preload = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}` };
  return {
    env: { FAKETIME_TIMESTAMP_FILE: file, ...(existsSync(LIBRARY) ? library : preload) },
    /** Somebody sets the clock: real time does not pass. */
    set: (by: number) => {
      offset += by;
      write();
    },
  };
}

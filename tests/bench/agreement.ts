import { agree, type Checksum } from './checksum.ts';
import type { Round } from './results.ts';

class Disagreement extends Error {}

/**
 * No time counts before all contestants have done the same work.
 * @throws Disagreement
 */
export function requireAgreement(round: Round, truth: Checksum): void {
  const { desk, sdk, store, raw } = round;
  for (const [name, measured] of Object.entries({ desk, store, raw })) {
    if (measured !== undefined && !agree(measured.checksum, truth))
      throw new Disagreement(`${name} holds ${show(measured.checksum)}, the source ${show(truth)}`);
  }
  if (desk !== undefined && sdk !== undefined && (desk.items !== sdk.items || desk.pages !== sdk.pages))
    throw new Disagreement(
      `the desk received ${desk.items} records in ${desk.pages} pages, the SDK alone ${sdk.items} in ${sdk.pages}`,
    );
}

function show({ rows, values, seconds }: Checksum): string {
  return `${rows} rows, values ${values}, instants ${seconds}`;
}

/** Integer micro-dollars (1e-6 USD). Exact up to about nine billion dollars. */
export type MicroUsd = number & { readonly __brand: 'MicroUsd' };

/** A price as AWS wrote it: the exact amount, and how many decimals its text carried. */
export type ParsedUsd = { micro: MicroUsd; scale: number };

const DECIMAL = /^(\d{1,9})(?:\.(\d{1,12}))?$/;
const MICRO_DIGITS = 6;

/**
 * Parses a decimal string such as "0.898000" without ever passing through a float.
 * Anything else ("", "-1", "1e9", "0.1.2", "NaN", digits below a micro-dollar) is undefined: not a price.
 */
export function parseUsd(text: string): ParsedUsd | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const whole = match[1] ?? '';
  const decimals = match[2] ?? '';
  if (/[1-9]/.test(decimals.slice(MICRO_DIGITS))) return undefined;
  const micro = Number(whole + decimals.slice(0, MICRO_DIGITS).padEnd(MICRO_DIGITS, '0'));
  return { micro: micro as MicroUsd, scale: decimals.length };
}

/**
 * Writes micro-dollars as decimal dollars with at least `minDecimals` decimals and never a digit less than
 * the amount needs, so that a price leaves as AWS gave it.
 */
export function formatUsd(micro: number, minDecimals = 0): string {
  const sign = micro < 0 ? '-' : '';
  const digits = String(Math.abs(micro)).padStart(MICRO_DIGITS + 1, '0');
  const whole = digits.slice(0, -MICRO_DIGITS);
  const needed = digits.slice(-MICRO_DIGITS).replace(/0+$/, '');
  const decimals = needed.padEnd(minDecimals, '0');
  return sign + (decimals === '' ? whole : `${whole}.${decimals}`);
}

/** Divides a price by a count of accelerators (a fraction for partitioned GPUs), rounded to a micro-dollar. */
export function perUnit(micro: number, units: number): MicroUsd | null {
  return units > 0 ? (Math.round(micro / units) as MicroUsd) : null;
}

const MICRO = 1_000_000;
const large = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const small = new Intl.NumberFormat('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });

/** Dollars for reading: two decimals from a dollar on, four below. The exact text is in the API and the CSV. */
export function usd(micro: number): string {
  const amount = micro / MICRO;
  return `$${(Math.abs(amount) >= 1 ? large : small).format(amount)}`;
}

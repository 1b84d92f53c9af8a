/** An UltraServer type: what one of it is made of. */
export type UltraServer = { instanceType: string; instances: number; accelerators: number };

/**
 * UltraServer types that Capacity Blocks are sold for. P6e-GB200 instances hold 4 accelerators each (EC2 User Guide,
 * Capacity Blocks for ML; AWS P6 instance page, read 2026-11-22). The type string of the Trn2 UltraServer is not
 * published in anything read, so there is no row of it.
 */
export const ULTRASERVERS: ReadonlyMap<string, UltraServer> = new Map([
  ['u-p6e-gb200x36', { instanceType: 'p6e-gb200.36xlarge', instances: 9, accelerators: 36 }],
  ['u-p6e-gb200x72', { instanceType: 'p6e-gb200.36xlarge', instances: 18, accelerators: 72 }],
]);

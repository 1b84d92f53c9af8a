/** The ways to buy, in words. */
export const BUY_WORDS = {
  spot: 'spot',
  'savings-plan': 'savings plan',
  'on-demand': 'on-demand',
  'capacity-block': 'Capacity Block',
} as const;

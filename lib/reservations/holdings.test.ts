import { describe, expect, test } from 'vitest';
import { type Block, combine, type Listed, type Reservation, usedOf } from './holdings.ts';

const block: Block = {
  id: 'cb-1',
  ultraserverType: null,
  zoneId: 'use1-az1',
  reservationIds: ['cr-1'],
  state: 'active',
  startAt: 1,
  endAt: 2,
  createdAt: 0,
};
const reservation: Reservation = {
  id: 'cr-1',
  instanceType: 'p5.48xlarge',
  zoneId: 'use1-az1',
  total: 8,
  available: 3,
  state: 'active',
  startAt: 1,
  endAt: 2,
  blockId: 'cb-1',
  ownerId: '111111111111',
  createdAt: 0,
};
const health = { blockId: 'cb-1', interconnect: 'impaired', broken: 1, total: 8, available: 3 };
const listed = (more: Partial<Listed>) =>
  combine({ blocks: [], statuses: [], reservations: [], accounts: new Set(), ...more });

describe('a block with its reservation', () => {
  test('is counted by its reservation; what its health calls unavailable is broken, not in use', () => {
    const [found] = listed({ blocks: [block], statuses: [health], reservations: [reservation] });
    expect(found).toMatchObject({ id: 'cb-1', itemType: 'p5.48xlarge', total: 8, available: 3, broken: 1 });
    expect(found?.interconnect).toBe('impaired');
  });

  test('adds up its reservations, as of an UltraServer', () => {
    const second = { ...reservation, id: 'cr-2', available: 8 };
    const ultra = { ...block, ultraserverType: 'u-p6e-gb200x36' };
    const [found] = listed({ blocks: [ultra], reservations: [reservation, second] });
    expect(found).toMatchObject({ itemType: 'u-p6e-gb200x36', total: 16, available: 11 });
  });

  test('before its reservation is listed it is counted by its health, or not at all', () => {
    expect(listed({ blocks: [block], statuses: [health] })[0]).toMatchObject({ total: 8, itemType: null });
    expect(listed({ blocks: [block] })[0]).toMatchObject({ total: null, available: null, broken: null });
  });

  test('is found by the id the reservation carries, or by the one the block carries', () => {
    const [, part] = listed({ blocks: [block], reservations: [{ ...reservation, blockId: null }] });
    expect(part).toMatchObject({ id: 'cr-1', blockId: 'cb-1' });
  });
});

describe('whose it is', () => {
  const shared = { ...reservation, id: 'cr-9', blockId: null, ownerId: '222222222222' };
  const owners = (more: Partial<Listed>) =>
    listed(more).map(({ id, own }) => `${id} ${own ? 'own' : 'shared'}`);

  test('blocks are listed to their owner alone: whoever owns their reservations is us', () => {
    const plain = { ...reservation, id: 'cr-3', blockId: null };
    expect(owners({ blocks: [block], reservations: [reservation, plain, shared] })).toEqual([
      'cb-1 own',
      'cr-1 own',
      'cr-3 own',
      'cr-9 shared',
    ]);
  });

  test('a reservation of a block that is not listed to us is not ours', () => {
    expect(owners({ reservations: [{ ...reservation, blockId: 'cb-of-another' }] })).toEqual(['cr-1 shared']);
  });

  test('an account that is known otherwise counts as well', () => {
    expect(owners({ reservations: [shared], accounts: new Set(['222222222222']) })).toEqual(['cr-9 own']);
  });
});

describe('instances in use', () => {
  test('are what is not available of an active one', () => {
    expect(usedOf({ state: 'active', total: 8, available: 3 })).toBe(5);
  });

  test('are not told where AWS counts nothing as available yet: a scheduled block is not in full use', () => {
    expect(usedOf({ state: 'scheduled', total: 8, available: 0 })).toBeUndefined();
    expect(usedOf({ state: 'expired', total: 8, available: 0 })).toBeUndefined();
    expect(usedOf({ state: 'active', total: null, available: null })).toBeUndefined();
  });
});

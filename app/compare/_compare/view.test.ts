import { describe, expect, it } from 'vitest';
import { compareHref, readView } from './view.ts';

const known = {
  types: new Set(['p5.48xlarge', 'p6-b200.48xlarge', 'trn2.48xlarge']),
  regions: ['us-east-1', 'us-west-2'],
  usual: ['p5.48xlarge', 'p6-b200.48xlarge', 'trn2.48xlarge'],
};
const read = (asked: Record<string, string>) => readView(asked, known);

describe('the address of a comparison', () => {
  it('without anything sets Nvidia against Trainium, wherever each is cheapest', () => {
    expect(read({}).view).toEqual({
      types: known.usual,
      region: undefined,
      ...{ unit: 'accelerator', of: 'p5.48xlarge', per: 'trn2.48xlarge', buy: 'spot', range: '30d' },
    });
  });

  it('opens the same view again, whatever was chosen', () => {
    const { view } = read({
      types: 'trn2.48xlarge,p5.48xlarge',
      region: 'us-west-2',
      unit: 'gib',
      range: '7d',
      buy: 'on-demand',
    });
    expect(view.per).toBe('p5.48xlarge');
    const again = Object.fromEntries(new URL(compareHref(view), 'http://x').searchParams);
    expect(read(again).view).toEqual(view);
  });

  it('leaves out what it does not know, and names it', () => {
    const { view, unknown } = read({
      types: 'p9.huge,p5.48xlarge',
      region: 'mars-1',
      unit: 'euro',
      of: 'p9.huge',
    });
    expect(unknown).toEqual(['p9.huge', 'mars-1']);
    expect(view).toMatchObject({
      types: ['p5.48xlarge'],
      region: undefined,
      unit: 'accelerator',
      of: 'p5.48xlarge',
    });
  });
});

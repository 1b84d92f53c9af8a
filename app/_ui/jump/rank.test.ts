import { expect, test } from 'vitest';
import { search } from './rank.ts';
import type { Names } from './targets.ts';

const type = (name: string, accelerator: string, ...regions: string[]) => ({
  type: name,
  accelerator,
  vendor: 'X',
  regions,
});

const NAMES: Names = {
  types: [
    type('g5.xlarge', 'A10G', 'us-east-1'),
    type('p5en.48xlarge', 'H200', 'us-east-1'),
    type('p5.48xlarge', 'H100', 'us-east-1', 'ap-northeast-1'),
    type('trn2.48xlarge', 'Trainium2', 'us-east-2', 'ap-northeast-1'),
    type('trn2.3xlarge', 'Trainium2', 'us-east-2'),
    type('trn1.32xlarge', 'Trainium', 'us-east-1'),
  ],
  regions: [
    { region: 'ap-northeast-1', place: 'Tokyo', zones: ['apne1-az1', 'apne1-az4'] },
    { region: 'sa-east-1', place: 'São Paulo', zones: ['sae1-az1'] },
    { region: 'us-east-1', place: 'N. Virginia', zones: ['use1-az4'] },
  ],
};

const first = (text: string) => search(text, NAMES)[0]?.href;

test('finds what people type', () => {
  expect(first('p5')).toBe('/types/p5.48xlarge');
  expect(first('p5en')).toBe('/types/p5en.48xlarge');
  expect(first('trn2')).toBe('/types/trn2.48xlarge');
  expect(first('trn2 tokyo')).toBe('/types/trn2.48xlarge?region=ap-northeast-1');
  expect(first('tokyo trn2')).toBe('/types/trn2.48xlarge?region=ap-northeast-1');
  expect(first('h100')).toBe('/?q=H100');
  expect(search('h100', NAMES).map(({ href }) => href)).toContain('/types/p5.48xlarge');
  expect(first('use1-az4')).toBe('/?region=us-east-1');
  expect(first('virginia')).toBe('/?region=us-east-1');
  expect(first('quota')).toBe('/quotas');
  expect(first('slack')).toBe('/channels');
});

test('forgives case, accents and letters left out', () => {
  expect(first('SAO PAULO')).toBe('/?region=sa-east-1');
  expect(first('p548')).toBe('/types/p5.48xlarge');
  expect(search('tr2', NAMES).map(({ href }) => href)).toContain('/types/trn2.48xlarge');
});

test('says where AWS does not list a type', () => {
  expect(search('p5en tokyo', NAMES)).toMatchObject([
    { text: 'p5en.48xlarge in Tokyo', hint: 'H200, not listed in ap-northeast-1' },
  ]);
});

test('without a word the pages, without a match nothing', () => {
  expect(search('', NAMES).map(({ text }) => text)).toContain('Alert history');
  expect(search('', NAMES).every(({ hint }) => hint === 'page')).toBe(true);
  expect(search('zzzz', NAMES)).toEqual([]);
});

import { expect, test } from 'vitest';
import { readOffering } from './parse.ts';

const all = () => true;
const read = (Location: string) => readOffering({ InstanceType: 'p5.48xlarge', Location }, all);

test.each(['use1-az4', 'use1-atl2-az1', 'use1-wl1-bos-wlz1'])(
  '%s is a zone, Local and Wavelength Zones too',
  (id) => {
    expect(read(id)).toEqual({ kept: { instanceType: 'p5.48xlarge', zoneId: id } });
  },
);

test.each(['us-east-1a', 'us-east-1-atl-2a', 'us-east-1'])(
  '%s is a name, which is nobody’s identity',
  (name) => {
    expect(read(name)).toEqual({ refused: `${name} is no zone ID` });
  },
);

test('a type that nobody asks for is no concern, wherever it is', () => {
  expect(readOffering({ InstanceType: 'm7i.large', Location: 'us-east-1a' }, () => false)).toBeUndefined();
});

test('a record without a location is refused, by name', () => {
  expect(readOffering({ InstanceType: 'p5.48xlarge' }, all)).toMatchObject({
    refused: expect.stringContaining('Location'),
  });
});

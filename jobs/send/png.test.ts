import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { palettePng } from './png.ts';

/** Four pixels: red, nearly the same red, blue, white. */
const RGBA = Uint8Array.from([
  ...[200, 0, 0, 255],
  ...[201, 1, 1, 255],
  ...[0, 0, 200, 255],
  ...[255, 255, 255, 255],
]);

/** The named chunk of a PNG. */
function chunkOf(png: Buffer, name: string): Buffer {
  const at = png.indexOf(name, 0, 'latin1');
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
}

test('keeps the size and every colour, with shades that are nearly alike as one', () => {
  const png = palettePng({ width: 2, height: 2, rgba: RGBA }) ?? Buffer.alloc(0);
  const header = chunkOf(png, 'IHDR');
  expect([header.readUInt32BE(0), header.readUInt32BE(4)]).toEqual([2, 2]);
  expect([...chunkOf(png, 'PLTE')]).toEqual([200, 0, 0, 0, 0, 200, 255, 255, 255]);
  expect([...inflateSync(chunkOf(png, 'IDAT'))]).toEqual([0, 0, 0, 0, 1, 2]);
});

test('leaves alone what has more colours than a palette', () => {
  const rgba = new Uint8Array(300 * 4);
  for (let pixel = 0; pixel < 300; pixel++)
    rgba.set([(pixel % 32) * 8, Math.floor(pixel / 32) * 8, 0, 255], pixel * 4);
  expect(palettePng({ width: 300, height: 1, rgba })).toBeUndefined();
});

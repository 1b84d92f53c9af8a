import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

export type Pixels = { width: number; height: number; rgba: Uint8Array };

/**
 * A line drawing as a PNG with a palette: a quarter of what it takes in full colours, and nobody sees the difference. Shades
 * that are nearly alike become one; undefined where there are still too many, as in a photograph.
 */
export function palettePng({ width, height, rgba }: Pixels): Buffer | undefined {
  const indexOf = new Map<number, number>();
  const palette: number[] = [];
  const rows = Buffer.alloc(height * (width + 1));
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * 4;
    const [red, green, blue] = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    // Eight neighbours of each colour in each channel are one: the first that is met stands for all.
    const shade = ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
    let index = indexOf.get(shade);
    if (index === undefined) {
      index = indexOf.size;
      if (index === MOST_COLOURS) return undefined;
      indexOf.set(shade, index);
      palette.push(red, green, blue);
    }
    // The first byte of each row says that it is stored as it is.
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, colours of a palette, neither filter choice nor interlace.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

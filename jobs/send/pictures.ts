import { createRequire } from 'node:module';
import { once } from '#lib/domain/once.ts';
import { palettePng } from './png.ts';

/** Twice the size at which it is shown: sharp on every screen. */
const ZOOM = 2;

/** A font of our own: what is installed on a machine differs, and a container has none. */
const font = once(() => createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

/**
 * A picture as mail programs show it. The library is native: it is loaded at the first picture, so that a machine for
 * which there is no build of it sends mail without pictures.
 */
export async function drawPng(svg: string): Promise<Buffer> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { fontFiles: [font()], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  });
  const { width, height, pixels } = image;
  return palettePng({ width, height, rgba: pixels }) ?? image.asPng();
}

import type { DigestPicture, DigestPictures } from '#lib/digest/document.ts';
import { escapeMarkup } from '#lib/domain/markup.ts';
import { SVG_SIZE } from '#lib/plot/svg.ts';
import { coloured, linked, NOTE } from './html.ts';

const ACROSS = 2;
const GAP = 8;
/** Where each stands beside the next one if there is room, and below it on a phone, without a media query. */
const BESIDE = `display:inline-block;width:${SVG_SIZE.width + GAP}px;max-width:100%;vertical-align:top`;
const IMAGE = `display:block;width:${SVG_SIZE.width}px;max-width:100%;height:auto;border:0;font-size:12px;line-height:1.4`;

/** The pictures of a part, two side by side; nothing where none travel with the mail. */
export function picturesHtml(
  pictures: DigestPictures | undefined,
  base: string | undefined,
  cidOf?: (picture: DigestPicture) => string,
): string {
  if (pictures === undefined || cidOf === undefined) return '';
  const rows: string[] = [];
  for (let start = 0; start < pictures.shown.length; start += ACROSS) {
    const cells = pictures.shown
      .slice(start, start + ACROSS)
      .map((picture) => outlook('<td valign="top">') + pictureHtml(picture, base, cidOf) + outlook('</td>'));
    rows.push(`${outlook('<tr>')}${cells.join('')}${outlook('</tr>')}`);
  }
  // Without this the blank between two of them would be as wide as a letter, and the second would not fit.
  return `<div style="font-size:0;padding:8px 0 0">${outlook(OUTLOOK_TABLE)}
${rows.join('\n')}
${outlook('</table>')}</div><span style="${NOTE}">${escapeMarkup(pictures.note)}</span>`;
}

const OUTLOOK_TABLE = '<table role="presentation" cellpadding="0" cellspacing="0" border="0">';

/** Outlook on Windows knows no inline-block: for it alone there is a table around. */
function outlook(markup: string): string {
  return `<!--[if mso]>${markup}<![endif]-->`;
}

function pictureHtml(
  picture: DigestPicture,
  base: string | undefined,
  cidOf: (picture: DigestPicture) => string,
): string {
  const { title, caption, path, alt } = picture;
  const name = base === undefined ? escapeMarkup(title) : linked(title, base + path);
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="${BESIDE}"><tr><td style="font-size:13px;line-height:1.5;padding:0 ${GAP}px 12px 0"><b>${name}</b> ${captionHtml(caption)}<br>
<img src="cid:${cidOf(picture)}" width="${SVG_SIZE.width}" height="${SVG_SIZE.height}" alt="${escapeMarkup(alt)}" style="${IMAGE}"></td></tr></table>`;
}

/** $38.21/h ▲ +3.1 %: each figure whole, the change in its colour. */
function captionHtml(caption: string): string {
  const at = caption.search(/[▲▼]/);
  if (at < 0) return coloured(caption);
  return `${coloured(caption.slice(0, at).trim())} ${coloured(caption.slice(at))}`;
}

import { escapeXml } from '../aws/reply.ts';
import { hash32 } from '../hash.ts';

type Value = string | number | boolean | null | undefined;

/** One element of an answer; what has no value is left out, as AWS does. */
export const tag = (name: string, value: Value): string =>
  value === null || value === undefined
    ? ''
    : `<${name}>${typeof value === 'string' ? escapeXml(value) : value}</${name}>`;

export const nextTokenXml = (token: string): string =>
  token === '' ? '<nextToken/>' : `<nextToken>${token}</nextToken>`;

/** `cb-` and 17 hexadecimal digits, made from whatever text tells one resource from the next. */
export function resourceId(prefix: string, text: string): string {
  const digits = ['a', 'b'].map((part) => hash32(`${text} ${part}`).toString(16).padStart(8, '0'));
  return `${prefix}-0${digits.join('')}`;
}

/** Micro-dollars as AWS writes a fee: dollars with six decimals. */
export const feeText = (microUsd: number): string =>
  `${Math.floor(microUsd / 1_000_000)}.${String(microUsd % 1_000_000).padStart(6, '0')}`;

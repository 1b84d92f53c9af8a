import { SAME_TOKEN } from '../aws/paging.ts';
import type { Reply } from '../aws/reply.ts';
import type { Fault } from './fault.ts';
import { spoilJson } from './spoil-json.ts';

const SET_ELEMENT = /<(\w+Set|regionInfo|availabilityZoneInfo)>/;

function emptySet(body: string): string {
  const name = SET_ELEMENT.exec(body)?.[1];
  if (name === undefined) return body;
  const from = body.indexOf(`<${name}>`);
  const to = body.lastIndexOf(`</${name}>`) + name.length + 3;
  return `${body.slice(0, from)}<${name}/>${body.slice(to).replace(/<nextToken>.*<\/nextToken>/, '<nextToken/>')}`;
}

function renamedSet(body: string): string {
  const name = SET_ELEMENT.exec(body)?.[1] ?? 'spotPriceHistorySet';
  return body.replace(`<${name}>`, `<${name}V2>`).replace(`</${name}>`, `</${name}V2>`);
}

// A cut inside an item, where a lenient parser would still find a tree.
function truncated(body: string): string {
  const middle = body.indexOf('<item>', Math.floor(body.length / 2));
  return body.slice(0, middle < 0 ? Math.floor(body.length / 2) : middle + 20);
}

function spoilXml(fault: Fault, body: string): string {
  switch (fault.kind) {
    case 'empty-set':
      return emptySet(body);
    case 'renamed-set':
      return renamedSet(body);
    case 'truncated':
      return truncated(body);
    case 'same-token':
      return body.replace(/<nextToken\/>|<nextToken>.*<\/nextToken>/, `<nextToken>${SAME_TOKEN}</nextToken>`);
    case 'bad-price':
      return body.replace(/<spotPrice>[^<]*</, `<spotPrice>${fault.value ?? 'abc'}<`);
    case 'bad-timestamp':
      return body.replace(/<timestamp>[^<]*</, `<timestamp>${fault.value ?? 'yesterday'}<`);
    default:
      return body;
  }
}

/** A good answer made wrong in the way the fault says; kinds about the connection are left to the transport. */
export function spoil(fault: Fault, reply: Reply): Reply {
  if (reply.status !== 200) return reply;
  const isJson = reply.contentType.includes('json');
  return { ...reply, body: isJson ? spoilJson(fault, reply.body) : spoilXml(fault, reply.body) };
}

import { cutPage, type Position } from '../aws/paging.ts';
import { intParam } from '../aws/params.ts';
import { ec2Reply, type Reply } from '../aws/reply.ts';
import type { Call } from './context.ts';
import { nextTokenXml } from './element.ts';

const LARGEST_PAGE = 1000;

/** One page of a listing that takes MaxResults from 1 to 1000. */
export function listReply<T>(
  call: Call,
  position: Position,
  set: string,
  listed: readonly T[],
  write: (entry: T, index: number) => string,
): Reply {
  const { request } = call;
  const asked = intParam(request.params, 'MaxResults', 1, LARGEST_PAGE) ?? LARGEST_PAGE;
  const page = cutPage(request, position, listed.length, Math.min(asked, call.pageSize), call.quirk);
  const items = listed.slice(page.from, page.to).map((entry, index) => write(entry, page.from + index));
  return ec2Reply(request, `<${set}>${items.join('')}</${set}>${nextTokenXml(page.nextToken)}`);
}

import { openApiDocument } from '#lib/api/openapi.ts';
import { parseQuery } from '#lib/api/query.ts';
import { makeAnswer } from './answer-cache.ts';
import { guarded, PROCESS, type Surroundings, send } from './handle.ts';

/** The GET handler of /openapi.json: the document never changes while the process runs. */
export function documentHandler(around: Surroundings = PROCESS): (request: Request) => Promise<Response> {
  const answer = makeAnswer(JSON.stringify(openApiDocument()), {
    'content-type': 'application/json; charset=utf-8',
  });
  return guarded((request) => {
    parseQuery(new URL(request.url).search, []);
    return send(request, answer);
  }, around);
}

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openApiDocument } from '#lib/api/openapi.ts';

/** Read by machines and not described by themselves. */
const NOT_DESCRIBED = ['/events', '/openapi.json'];

test('every route of the HTTP interface is described, and nothing else is', () => {
  const routes = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/route.ts'))
    .map((file) =>
      file
        .replace(/^/, '/')
        .replace(/\/route\.ts$/, '')
        .replaceAll('[', '{')
        .replaceAll(']', '}'),
    )
    .filter((path) => !NOT_DESCRIBED.includes(path));
  const described = Object.keys(openApiDocument().paths as object);
  expect(described.filter((path) => !NOT_DESCRIBED.includes(path)).sort()).toEqual(routes.sort());
});

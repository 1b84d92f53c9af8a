import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Source files below a folder, tests left out. */
function sources(...folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((name) => /\.(ts|tsx|mjs|js)$/.test(name) && !/\.test\.tsx?$/.test(name))
    .sort();
}

/** The places at which a pattern stands, comments left out. */
function places(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    withoutComments(read(file))
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
  );
}

/** Comments blanked, lines kept; good enough for code that a formatter has laid out. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}

const fileOf = (place: string) => place.split(':')[0] ?? '';
const PRODUCT = sources('app', 'db', 'jobs', 'lib');

describe('the pure core', () => {
  test.each([
    ['the environment', /process\.env/],
    ['the wall clock', /Date\.now\b|new Date\(\)/],
    ['another clock', /performance\.now|process\.hrtime/],
    ['chance', /Math\.random|randomUUID/],
    ['timers', /\bset(Timeout|Interval|Immediate)\(/],
  ])('reads nothing of %s', (_, pattern) => {
    expect(places(sources('lib'), pattern)).toEqual([]);
  });
});

test('the environment is read in one place per process, and handed on to child processes', () => {
  const allowed = ['app/_server/config.ts', 'jobs/settings.ts', 'jobs/start.ts', 'jobs/build.ts'];
  const found = places(PRODUCT, /process\.env/);
  expect(found.filter((place) => !allowed.includes(fileOf(place)))).toEqual([]);
  const handedOn = found.filter((place) => /jobs\/(start|build)\.ts/.test(fileOf(place)));
  expect(handedOn.filter((place) => !place.includes('...process.env'))).toEqual([]);
});

test('no signal is made from another that lives as long as the process: each would leave a trace on it', () => {
  const found = places(PRODUCT, /AbortSignal\.any\(/).map(fileOf);
  // Made from the signal of one run, one call or the start alone.
  const allowed = [
    'jobs/aws/call.ts',
    'jobs/collectors/interruption/fetch.ts',
    'jobs/start-check.ts',
    'jobs/supervise.ts',
  ];
  expect(found.filter((file) => !allowed.includes(file))).toEqual([]);
  // Node forgets how to take such a listener away: jobs/follow.ts does it by hand.
  expect(places(PRODUCT, /addEventListener\([^;]*signal:/)).toEqual([]);
});

describe('transactions', () => {
  /** The arguments of every call of a name: what lies between its brackets. */
  function calls(file: string, name: string): string[] {
    const text = withoutComments(read(file));
    return text
      .split(name)
      .slice(1)
      .map((rest) => {
        let depth = 0;
        for (let at = 0; at < rest.length; at++) {
          if (rest[at] === '(') depth++;
          if (rest[at] === ')' && --depth === 0) return rest.slice(1, at);
        }
        return rest;
      });
  }

  test('hold synchronous code only', () => {
    const found = PRODUCT.flatMap((file) =>
      ['writeTransaction', '.transaction']
        .flatMap((name) => calls(file, `${name}(`.slice(0, -1)))
        .filter((body) => /\b(async|await)\b|\.then\(/.test(body))
        .map((body) => `${file}: ${body.slice(0, 80)}`),
    );
    expect(found.filter((place) => !place.startsWith('db/client.ts'))).toEqual([]);
  });

  test('take the write lock at once', () => {
    const openers = PRODUCT.filter((file) => /\.transaction\(/.test(withoutComments(read(file))));
    expect(openers).toEqual(['db/client.ts', 'db/migrate.ts']);
    expect(read('db/client.ts')).toMatch(/\.transaction\(work\)\.immediate\(\)/);
    expect(read('db/migrate.ts')).toMatch(/apply\.immediate\(\)/);
    // A snapshot never writes, and so never has to upgrade.
    const deferred = places(PRODUCT, /['"`]BEGIN(?! (IMMEDIATE|EXCLUSIVE))/).map(fileOf);
    expect(deferred).toEqual(['db/snapshot.ts']);
    expect(read('db/snapshot.ts')).toContain("pragma('query_only = ON')");
  });
});

test.each(['jobs/collectors', 'lib/rules', 'lib/channels'])('every folder in %s is registered', (folder) => {
  const kinds = readdirSync(join(ROOT, folder)).filter((name) =>
    statSync(join(ROOT, folder, name)).isDirectory(),
  );
  const index = read(`${folder}/index.ts`);
  expect(kinds.filter((kind) => !index.includes(`'./${kind}/`))).toEqual([]);
  expect(kinds.length).toBeGreaterThan(0);
});

describe('what is written down', () => {
  const pages = ['README.md', ...(existsSync(join(ROOT, 'docs')) ? markdown('docs') : [])];

  function markdown(folder: string): string[] {
    return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name));
  }

  test.skipIf(!existsSync(join(ROOT, 'README.md')))('cites no path that is not there', () => {
    const lost = pages
      .filter((page) => existsSync(join(ROOT, page)))
      .flatMap((page) => {
        const cited =
          read(page).match(/(?<![\w/.@-])(?:app|db|docs|jobs|lib|tests|\.ci)\/[\w./[\]-]*[\w\]]/g) ?? [];
        return cited
          .map((path) => (path.includes('[') ? path : path.replace(/\]$/, '')))
          .filter((path) => !['', '.ts', '.tsx'].some((end) => existsSync(join(ROOT, path + end))))
          .map((path) => `${page}: ${path}`);
      });
    expect(lost).toEqual([]);
  });
});

describe('what is kept', () => {
  const BINARY = new Set(['.png', '.jpg', '.ico', '.gz', '.db', '.woff2']);
  const isRepository = existsSync(join(ROOT, '.git'));
  const kept = isRepository
    ? execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
        cwd: ROOT,
        encoding: 'utf8',
      })
        .split('\n')
        .filter((path) => path !== '' && !BINARY.has(extname(path)) && existsSync(join(ROOT, path)))
    : [];

  test.skipIf(!isRepository)('names no place of the machine it was written on, and no registry', () => {
    const places = ['work', 'root', 'home'].map((folder) => `(?<![\\w.*-])/${folder}/`);
    const registries = ['registry', 'artifactory', 'verdaccio'].map((word) => `https?://[^\\s"'/]*${word}`);
    const forbidden = new RegExp([...places, ...registries].join('|'));
    expect(kept.filter((path) => forbidden.test(read(path)))).toEqual([]);
  });

  test('pins packages by content, not by the address they came from', () => {
    const lock = read('package-lock.json');
    expect(lock.includes('"resolved": "http')).toBe(false);
    expect(lock.match(/"integrity": "sha512-/g)?.length).toBeGreaterThan(100);
  });
});

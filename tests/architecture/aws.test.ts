import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PROBES } from '#jobs/aws/probes.ts';
import { JOBS } from '#jobs/jobs.ts';
import { iamAction } from '#lib/domain/permission.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

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

type Imported = { file: string; client: string; name: string };

/** Every value that the product imports from the clients of the AWS SDK. */
const IMPORTED: readonly Imported[] = sources('app', 'db', 'jobs', 'lib').flatMap((file) =>
  [...read(file).matchAll(/import\s+(?!type\b)([^;]*?)\s+from\s+'@aws-sdk\/client-([^']+)'/g)].flatMap(
    ([, names = '', client = '']) =>
      names
        .replace(/[{}]/g, '')
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => ({ file, client, name })),
  ),
);
const COMMANDS = IMPORTED.filter(({ name }) => name.endsWith('Command'));
const actionOf = ({ client, name }: Imported) =>
  iamAction({ service: client, action: name.replace(/Command$/, '') });

/** One probe for each action. */
const PROBE_FILE = 'jobs/aws/probes.ts';

describe('AWS is only ever read', () => {
  test('only clients and commands that read are imported', () => {
    const others = IMPORTED.filter(
      ({ name }) => !/^\w+Client$/.test(name) && !/^(Describe|Get|List|Search)\w+Command$/.test(name),
    );
    expect(others).toEqual([]);
  });

  test('no command whose name changes anything can be, in whatever words', () => {
    const mutating =
      /^(Purchase|Run|Create|Modify|Request|Start|Stop|Terminate|Delete|Put|Accept|Cancel|Update|Enable|Disable|Allocate|Release|Associate|Attach|Reject|Return|Move|Send|Batch)/;
    expect(COMMANDS.filter(({ name }) => mutating.test(name))).toEqual([]);
  });

  test('nothing of the SDK comes in by another door', () => {
    const doors = sources('app', 'db', 'jobs', 'lib').filter((file) =>
      /import\(.*@aws-sdk|require\(.*@aws-sdk|import \* as .*@aws-sdk|from '@aws-sdk\/client-[^']+\//.test(
        read(file),
      ),
    );
    expect(doors).toEqual([]);
  });

  test('it is called by jobs alone', () => {
    expect(sources('app', 'db', 'lib').filter((file) => read(file).includes('@aws-sdk'))).toEqual([]);
  });
});

describe('the IAM actions', () => {
  const declared = new Set(JOBS.flatMap((job) => job.actions));

  test('of every command are declared by a job', () => {
    expect(COMMANDS.filter((command) => !declared.has(actionOf(command)))).toEqual([]);
    expect(COMMANDS.length).toBeGreaterThan(0);
  });

  test('of a collector are those of the commands in its folder, no more and no fewer', () => {
    const folders = readdirSync(join(ROOT, 'jobs/collectors'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `jobs/collectors/${entry.name}`);
    const named = (folder: string) =>
      sources(folder).flatMap((file) =>
        [...read(file).matchAll(/actions: \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
          [...list.matchAll(/'([^']+)'/g)].map(([, action = '']) => action),
        ),
      );
    const called = (folder: string) =>
      COMMANDS.filter(({ file }) => file.startsWith(`${folder}/`)).map(actionOf);
    const both = (of: (folder: string) => string[]) =>
      folders.map((folder) => `${folder}: ${[...new Set(of(folder))].sort().join(' ')}`);
    expect(both(named)).toEqual(both(called));
  });

  test('can each be tried once at the start', () => {
    const tried = PROBES.map(iamAction);
    expect([...declared].filter((action) => !tried.includes(action))).toEqual([]);
    expect(new Set(tried).size).toBe(tried.length);
  });

  test('of a probe are those of the command it sends', () => {
    const sent = COMMANDS.filter(({ file }) => file === PROBE_FILE).map(actionOf);
    expect(sent.sort()).toEqual(PROBES.map(iamAction).sort());
  });
});

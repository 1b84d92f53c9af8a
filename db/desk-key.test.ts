import { spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#tests/helpers/database.ts';
import { DeskKey, deskKey } from './desk-key.ts';

function folderWithDatabase() {
  const folder = temporaryFolder();
  const database = join(folder, 'chipdesk.db');
  writeFileSync(database, '');
  return { folder, database };
}

describe('the key of the desk', () => {
  it('is made at the first need, for its owner alone, and stays', () => {
    const { folder, database } = folderWithDatabase();
    const { id } = deskKey(database);
    expect(readdirSync(folder).sort()).toEqual(['chipdesk.db', 'chipdesk.db.key']);
    expect(statSync(`${database}.key`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${database}.key`)).toHaveLength(32);
    expect(deskKey(database).id).toBe(id);
  });

  it('is one, by whatever name the database is called', () => {
    const { folder, database } = folderWithDatabase();
    const alias = join(folder, 'alias.db');
    symlinkSync(database, alias);
    expect(deskKey(alias).id).toBe(deskKey(database).id);
  });

  it('may lie elsewhere', () => {
    const { folder, database } = folderWithDatabase();
    deskKey(database, join(folder, 'elsewhere'));
    expect(readdirSync(folder).sort()).toEqual(['chipdesk.db', 'elsewhere']);
  });

  it('is the same for all who need it first at the same time', async () => {
    const { folder, database } = folderWithDatabase();
    const module = new URL('./desk-key.ts', import.meta.url).href;
    const script = `const { deskKey } = await import('${module}'); process.stdout.write(deskKey('${database}').id);`;
    const ids = await Promise.all(Array.from({ length: 4 }, () => run(script)));
    expect(new Set(ids)).toEqual(new Set([deskKey(database).id]));
    expect(readdirSync(folder).sort()).toEqual(['chipdesk.db', 'chipdesk.db.key']);
  });

  it.each([0, 31, 33])('is refused with %i bytes', (size) => {
    const { database } = folderWithDatabase();
    writeFileSync(`${database}.key`, Buffer.alloc(size, 'k'), { mode: 0o600 });
    expect(() => deskKey(database)).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }));
  });

  it.each([0o640, 0o604, 0o620, 0o602])('is refused with mode %o', (mode) => {
    const { database } = folderWithDatabase();
    deskKey(database);
    chmodSync(`${database}.key`, mode);
    expect(() => deskKey(database)).toThrow(expect.objectContaining({ code: 'KEY_EXPOSED' }));
  });

  it('that is a folder, or lies nowhere, is refused in words', () => {
    const { folder, database } = folderWithDatabase();
    chmodSync(folder, 0o700);
    expect(() => deskKey(database, folder)).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }));
    expect(() => deskKey(database, join(folder, 'no', 'key'))).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID' }),
    );
  });

  it('has a part of its own for each purpose, and prints none of them', () => {
    const bytes = Buffer.from('0123456789abcdef0123456789abcdef');
    const key = new DeskKey(bytes);
    const parts = (['channel', 'address', 'snooze'] as const).map((purpose) => key.subkey(purpose));
    expect(new Set([...parts, bytes].map((part) => part.toString('hex'))).size).toBe(4);
    expect(inspect(key) + JSON.stringify(key)).not.toMatch(/0123|30 31/);
  });
});

function run(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}

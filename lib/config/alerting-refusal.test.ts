import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { parseAlerting } from './alerting.ts';

const URL_TEXT = 'https://hooks.slack.com/services/T0001/B0002/topsecret1234';
const HMAC = 'topsecret'.repeat(4);
const OPTIONS = {
  allowLoopback: false,
  readSecretFile: (path: string) => {
    if (path === '/run/slack') return `${URL_TEXT}\n`;
    if (path === '/run/hmac') return `${HMAC}\n`;
    if (path === '/run/wrong') return 'https://evil.example/services/T1/B1/topsecret\n';
    throw new Error(`ENOENT: ${path}`);
  },
};
const desk = { name: 'desk', kind: 'slack', webhookUrl: URL_TEXT };
const hook = { name: 'hook', kind: 'webhook', url: 'https://hooks.example.com/topsecret', secret: HMAC };
const manager = { name: 'am', kind: 'alertmanager', url: 'http://10.0.0.7:9093' };
const p5 = { name: 'p5', kind: 'spot-price-move', channels: ['desk'], when: { moves: { percent: 10 } } };

function refusal(input: unknown): AppError {
  try {
    parseAlerting(input, OPTIONS);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a refusal', () => {
  it.each<[string, unknown, RegExp, string?]>([
    [
      'an unknown section',
      { rulez: [] },
      /^rulez: there is no such field: did you mean rules\?$/,
      'UNKNOWN_FIELD',
    ],
    [
      'an unknown field of a rule',
      { channels: [desk], rules: [{ ...p5, severty: 'info' }] },
      /rules\[0\]\.severty: .*did you mean severity/,
      'UNKNOWN_FIELD',
    ],
    [
      'an unknown field of a condition',
      { channels: [desk], rules: [{ ...p5, when: { moves: { precent: 1, percent: 2 } } }] },
      /rules\[0\]\.when\.moves\.precent: .*did you mean percent/,
      'UNKNOWN_FIELD',
    ],
    [
      'an unknown field of a channel',
      { channels: [{ ...desk, webhokUrl: 'x' }] },
      /channels\[0\]\.webhokUrl: .*did you mean webhookUrl/,
      'UNKNOWN_FIELD',
    ],
    [
      'an unknown kind of rule',
      { channels: [desk], rules: [{ ...p5, kind: 'spot-price-mov' }] },
      /rules\[0\]\.kind: .*did you mean spot-price-move\?/,
      'KIND_UNKNOWN',
    ],
    [
      'an unknown kind of channel',
      { channels: [{ ...desk, kind: 'slak' }] },
      /channels\[0\]\.kind: .*did you mean slack\?/,
      'KIND_UNKNOWN',
    ],
    [
      'an unknown channel',
      { channels: [desk], rules: [{ ...p5, channels: ['dest'] }] },
      /rules\[0\]\.channels\[0\]: .*did you mean desk\? \(received "dest"\)/,
      'CHANNEL_UNKNOWN',
    ],
    [
      'a rule that tells nobody',
      { channels: [desk], rules: [{ ...p5, channels: [] }] },
      /rules\[0\]\.channels: a rule that tells nobody/,
      'NO_RECEIVER',
    ],
    [
      'a rule without channels',
      { channels: [desk], rules: [{ ...p5, channels: undefined }] },
      /rules\[0\]\.channels: is missing/,
      'NO_RECEIVER',
    ],
    [
      'a rule that asks nothing',
      { channels: [desk], rules: [{ ...p5, when: {} }] },
      /rules\[0\]\.when: say what to watch for/,
    ],
    [
      'a rule without when',
      { channels: [desk], rules: [{ ...p5, when: undefined }] },
      /rules\[0\]\.when: say what to watch for/,
    ],
    [
      'two rules of one name',
      { channels: [desk], rules: [p5, p5] },
      /rules\[1\]\.name: the name is taken by rules\[0\]/,
      'NAME_TAKEN',
    ],
    [
      'two channels of one name',
      { channels: [desk, desk] },
      /channels\[1\]\.name: the name is taken/,
      'NAME_TAKEN',
    ],
    [
      'an empty name',
      { channels: [{ ...desk, name: '' }] },
      /channels\[0\]\.name: must have 1 to 80/,
      'NAME_INVALID',
    ],
    [
      'a name of 81 characters',
      { channels: [{ ...desk, name: 'x'.repeat(81) }] },
      /1 to 80 printable/,
      'NAME_INVALID',
    ],
    [
      'a name with control characters',
      { channels: [{ ...desk, name: 'a\u202eb' }] },
      /1 to 80 printable/,
      'NAME_INVALID',
    ],
    [
      'a number as a duration',
      { channels: [desk], rules: [{ ...p5, for: 5 }] },
      /rules\[0\]\.for: expected a duration such as 90s/,
      'DURATION_FORMAT',
    ],
    [
      'a fraction as a duration',
      { channels: [desk], rules: [{ ...p5, for: '1.5h' }] },
      /rules\[0\]\.for: not a duration/,
      'DURATION_FORMAT',
    ],
    [
      'a for above 7 days',
      { channels: [desk], rules: [{ ...p5, for: '8d' }] },
      /rules\[0\]\.for: must be at most 7d/,
      'DURATION_FORMAT',
    ],
    [
      'resolveEvals 0',
      { channels: [desk], rules: [{ ...p5, resolveEvals: 0 }] },
      /resolveEvals: must be 1 to 20/,
    ],
    [
      'an unknown severity',
      { channels: [desk], rules: [{ ...p5, severity: 'high' }] },
      /severity: expected one of info, normal, critical/,
    ],
    [
      'no address',
      { channels: [{ name: 'desk', kind: 'slack' }] },
      /give either webhookUrl or webhookUrlFile/,
    ],
    [
      'two addresses',
      { channels: [{ ...desk, webhookUrlFile: '/run/slack' }] },
      /give either webhookUrl or webhookUrlFile/,
    ],
    [
      'a secret file that is not there',
      { channels: [{ name: 'd', kind: 'slack', webhookUrlFile: '/no' }] },
      /webhookUrlFile: the file cannot be read/,
    ],
    [
      'a webhook without a secret',
      { channels: [{ ...hook, secret: undefined }] },
      /channels\[0\]\.secret: give either secret or secretFile/,
    ],
    [
      'a secret that is too short',
      { channels: [{ ...hook, secret: 'topsecret' }] },
      /channels\[0\]\.secret: must have 32 to 256 characters[^(]*$/,
    ],
    [
      'an address on a private network',
      { channels: [manager] },
      /channels\[0\]\.url: blocked \(private network\).*allowPrivate: true/,
      'WEBHOOK_ADDRESS_BLOCKED',
    ],
    [
      'a permission that is no yes or no',
      { channels: [{ ...hook, allowPrivate: 'yes' }] },
      /channels\[0\]\.allowPrivate: expected true or false \(received "yes"\)/,
    ],
    [
      'a permission for a channel that needs none',
      { channels: [{ ...desk, allowPrivate: true }] },
      /channels\[0\]\.allowPrivate: there is no such field/,
      'UNKNOWN_FIELD',
    ],
    [
      'an unknown field of a kind with several',
      { channels: [{ ...hook, secretFiles: '/run/hmac' }] },
      /channels\[0\]\.secretFiles: .*did you mean secretFile/,
      'UNKNOWN_FIELD',
    ],
    ['rules that are no list', { rules: { a: 1 } }, /^rules: expected a list/],
    ['a rule that is a text', { channels: [desk], rules: ['p5'] }, /^rules\[0\]: /],
    [
      'a prototype key',
      JSON.parse('{"channels":[{"name":"d","kind":"slack","__proto__":{"x":1},"constructor":1}]}'),
      /channels\[0\]\.__proto__: there is no such field.*channels\[0\]\.constructor: there is no such field/,
    ],
  ])('names the field for %s', (_name, input, words, code = 'CONFIG_INVALID') => {
    const error = refusal(input);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });

  it('tells every problem at once', () => {
    const error = refusal({
      channels: [{ ...desk, webhookUrl: 'https://evil.example/services/T1/B1/topsecret' }],
      rules: [
        { ...p5, for: 'soon', resolveEvals: 99 },
        { ...p5, name: 'q', when: { moves: { percent: -3 } } },
      ],
    });
    expect(error.message).toMatch(/^4 problems: /);
    for (const field of [
      'channels[0].webhookUrl',
      'rules[0].for',
      'rules[0].resolveEvals',
      'rules[1].when.moves.percent',
    ]) {
      expect(error.message).toContain(field);
    }
    expect(error.message).toContain('(received "-3")');
  });

  it('never shows a secret', () => {
    const error = refusal({
      channels: [{ ...desk, webhookUrl: 'https://evil.example/services/T1/B1/topsecret' }],
    });
    expect(error.message).toContain('host exactly hooks.slack.com');
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('topsecret');
  });

  it.each(['webhookUrl', 'webhookUrlFile'])('never shows what stands in %s', (field) => {
    for (const value of ['https://evil.example/services/T1/B1/topsecret', ['topsecret'], { topsecret: 1 }]) {
      expect(refusal({ channels: [{ name: 'd', kind: 'slack', [field]: value }] }).message).not.toContain(
        'topsecret',
      );
    }
  });

  it('never shows what a file with a secret holds', () => {
    const wrong = { name: 'd', kind: 'slack', webhookUrlFile: '/run/wrong' };
    const message = refusal({
      channels: [wrong, { ...hook, url: 'http://topsecret', secret: ['topsecret'] }],
    }).message;
    expect(message).toContain('host exactly hooks.slack.com');
    expect(message).not.toContain('topsecret');
  });

  it('leaves the prototype of objects alone', () => {
    refusal(JSON.parse('{"__proto__":{"polluted":1},"rules":[{"__proto__":{"polluted":1}}]}'));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

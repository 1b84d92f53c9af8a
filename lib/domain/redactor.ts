const HIDDEN = '<secret>';
/** A shorter value would stand in too many places where it is none. */
const SHORTEST = 6;
/** A part of an address, such as its path, that opens it alone. */
const SHORTEST_PART = 16;
/** So that what requests bring cannot fill the memory: the oldest goes. */
const MOST_VALUES = 2000;

const NAMES =
  'authorization|proxy-authorization|cookie|set-cookie|x-amz-signature|x-amz-security-token|x-amz-credential|pass|password|passwd|secret|secretAccessKey|sessionToken|webhookUrl|routingKey';

/** What is a secret by its form or its name. Each keeps the quotes around it, so that a JSON line stays one. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, HIDDEN],
  [/(hooks\.slack(?:-gov)?\.com\/services\/)[^\s"'`\\<>)]+/gi, `$1${HIDDEN}`],
  [/(discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)[^\s"'`\\<>)]+/gi, `$1${HIDDEN}`],
  [new RegExp(`(\\\\*["'](?:${NAMES})\\\\*["']\\s*:\\s*\\[)[^\\]]*(?=\\])`, 'gi'), `$1"${HIDDEN}"`],
  [new RegExp(`(["'](?:${NAMES})["']\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1"${HIDDEN}"`],
  [new RegExp(`(\\\\+"(?:${NAMES})\\\\+"\\s*:\\s*\\\\+")(?:[^"\\\\])*`, 'gi'), `$1${HIDDEN}`],
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(\s*[:=]\s*)[^"\\\r\n]+/gi, `$1$2${HIDDEN}`],
  [/\b(x-amz-[a-z-]+|password|passwd|secret|sig|token)(=|%3D)[^&\s"'\\]+/gi, `$1$2${HIDDEN}`],
  [/\b(x-amz-signature|x-amz-security-token|x-amz-credential|password)(:\s*)[^\s"'\\,;]+/gi, `$1$2${HIDDEN}`],
];

/** Takes secrets out of a line on its way to a log: values that are known, and what looks like one. */
export class Redactor {
  readonly #values = new Set<string>();
  #known: RegExp | undefined;

  constructor(values: Iterable<string> = []) {
    this.add(values);
  }

  add(values: Iterable<string>): void {
    for (const value of values) {
      for (const form of formsOf(value)) {
        this.#values.delete(form);
        this.#values.add(form);
      }
    }
    for (const value of this.#values) {
      if (this.#values.size <= MOST_VALUES) break;
      this.#values.delete(value);
    }
    this.#known = undefined;
  }

  redact(line: string): string {
    const known = this.#values.size === 0 ? line : line.replace(this.#pattern(), HIDDEN);
    return PATTERNS.reduce((text, [pattern, words]) => text.replace(pattern, words), known);
  }

  /** The longest first: the part of an address must not be taken out of its middle. */
  #pattern(): RegExp {
    const longestFirst = () => [...this.#values].sort((a, b) => b.length - a.length);
    this.#known ??= new RegExp(longestFirst().map(escaped).join('|'), 'g');
    return this.#known;
  }
}

/** Half a character, which no address can hold. */
const LONE = /[\uD800-\uDFFF]/gu;

function formsOf(value: string): string[] {
  const forms = [value, ...partsOf(value)].filter((text) => text.length >= SHORTEST);
  return forms.flatMap((text) => [text, inJson(text), encodeURIComponent(text.replace(LONE, ''))]);
}

/** What an error may cite of an address without citing all of it. */
function partsOf(value: string): string[] {
  const [, target] = /^https?:\/\/[^/]+(\/.*)$/.exec(value) ?? [];
  if (target === undefined) return [];
  return [target, ...target.split(/[/?&=]/)].filter((part) => part.length >= SHORTEST_PART);
}

/** As it stands within a JSON text. */
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

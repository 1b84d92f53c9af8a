import type { AwsError } from './errors.ts';

type Invalid = (message: string) => AwsError;

const absent = (value: unknown): boolean => value === undefined || value === null;

/** The members of a JSON request, refused in the service's own words when they are not what its model allows. */
export class JsonParams {
  readonly #json: Readonly<Record<string, unknown>>;
  readonly #invalid: Invalid;

  constructor(json: Readonly<Record<string, unknown>>, invalid: Invalid) {
    this.#json = json;
    this.#invalid = invalid;
  }

  text(name: string): string | undefined {
    const value = this.#json[name];
    if (absent(value)) return undefined;
    if (typeof value !== 'string') throw this.#refuse(name, value, 'a string');
    return value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw this.#refuse(name, value, 'it is required');
    return value;
  }

  oneOf(name: string, accepted: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !accepted.includes(value)) throw this.#notIn(name, value, accepted);
    return value;
  }

  int(name: string, min: number, max: number): number | undefined {
    const value = this.#json[name];
    if (absent(value)) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw this.#refuse(name, value, `a whole number from ${min} to ${max}`);
    }
    return value;
  }

  /** Epoch seconds on the wire, milliseconds here. */
  time(name: string): number | undefined {
    const value = this.#json[name];
    if (absent(value)) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw this.#refuse(name, value, 'epoch seconds');
    return Math.round(value * 1000);
  }

  /** Empty when the member is absent. */
  texts(name: string, accepted?: readonly string[]): readonly string[] {
    const values = this.list(name);
    return values.map((value) => {
      if (typeof value !== 'string') throw this.#refuse(name, value, 'a list of strings');
      if (accepted !== undefined && !accepted.includes(value)) throw this.#notIn(name, value, accepted);
      return value;
    });
  }

  list(name: string): readonly unknown[] {
    const value = this.#json[name];
    if (absent(value)) return [];
    if (!Array.isArray(value)) throw this.#refuse(name, value, 'a list');
    return value;
  }

  /** The members of a structure inside, under the same words. */
  inside(value: unknown, name: string): JsonParams {
    if (typeof value !== 'object' || value === null) throw this.#refuse(name, value, 'a structure');
    return new JsonParams(value as Record<string, unknown>, this.#invalid);
  }

  structure(name: string): JsonParams | undefined {
    return absent(this.#json[name]) ? undefined : this.inside(this.#json[name], name);
  }

  #notIn(name: string, value: string, accepted: readonly string[]): AwsError {
    return this.#refuse(name, value, `Member must satisfy enum value set: [${accepted.join(', ')}]`);
  }

  #refuse(name: string, value: unknown, accepted: string): AwsError {
    return this.#invalid(
      `1 validation error detected: Value ${JSON.stringify(value) ?? 'null'} at '${name}' failed to satisfy constraint: ${accepted}`,
    );
  }
}

import type { SpotSeries } from '../market-source.ts';

/** The price texts of a recording, each kept once: 875,616 rows share far fewer prices. */
export class PriceTexts {
  readonly #texts: string[] = [''];
  readonly #index = new Map<string, number>([['', 0]]);

  indexOf(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    // A copy, because a slice would keep the whole 60 MB file alive.
    const own = Buffer.from(text, 'latin1').toString('latin1');
    this.#texts.push(own);
    this.#index.set(own, this.#texts.length - 1);
    return this.#texts.length - 1;
  }

  textOf(index: number): string {
    return this.#texts[index] ?? '';
  }
}

const own = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');

/** One pool's recorded price changes, verbatim. */
export class RecordedSeries implements SpotSeries {
  readonly region: string;
  readonly type: string;
  readonly product: string;
  readonly zoneId?: string;
  readonly zoneName?: string;
  times = new Float64Array(16);
  length = 0;
  #prices = new Int32Array(16);
  readonly #texts: PriceTexts;

  constructor(key: string, texts: PriceTexts) {
    const [region = '', zone = '', type = '', product = ''] = own(key).split(',');
    this.region = region;
    this.type = type;
    this.product = product;
    if (/-az\d+$/.test(zone)) this.zoneId = zone;
    else this.zoneName = zone;
    this.#texts = texts;
  }

  add(seconds: number, priceIndex: number): void {
    if (this.length === this.times.length) this.#grow();
    this.times[this.length] = seconds;
    this.#prices[this.length] = priceIndex;
    this.length += 1;
  }

  priceAt(index: number): string {
    return this.#texts.textOf(this.#prices[index] ?? 0);
  }

  get firstSeconds(): number {
    return this.times[0] ?? 0;
  }

  get lastSeconds(): number {
    return this.times[this.length - 1] ?? 0;
  }

  /** Puts records of several files in time order and drops what both files hold. */
  settle(): void {
    const order = Array.from({ length: this.length }, (_, index) => index);
    order.sort((a, b) => (this.times[a] ?? 0) - (this.times[b] ?? 0));
    const times = new Float64Array(this.length);
    const prices = new Int32Array(this.length);
    let kept = 0;
    for (const index of order) {
      const seconds = this.times[index] ?? 0;
      const price = this.#prices[index] ?? 0;
      if (kept > 0 && times[kept - 1] === seconds && prices[kept - 1] === price) continue;
      times[kept] = seconds;
      prices[kept] = price;
      kept += 1;
    }
    this.times = times.slice(0, kept);
    this.#prices = prices.slice(0, kept);
    this.length = kept;
  }

  #grow(): void {
    const times = new Float64Array(this.length * 2);
    times.set(this.times);
    this.times = times;
    const prices = new Int32Array(this.length * 2);
    prices.set(this.#prices);
    this.#prices = prices;
  }
}

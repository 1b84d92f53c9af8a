import { STORIES, type Story } from '../sources/market/situation.ts';
import type { MarketSource } from '../sources/market-source.ts';
import type { AddedFault, Faults } from './fault.ts';
import { accountOf, scenarioFaults, storyOf } from './scenarios.ts';

/** The scenario that is on: how AWS answers can change while the stand-in runs, what the market goes through cannot. */
export class Scenario {
  readonly #source: MarketSource;
  readonly #faults: Faults;
  readonly story: Story;
  #name = 'calm';
  #own: AddedFault[] = [];

  constructor(name: string, source: MarketSource, faults: Faults) {
    this.#source = source;
    this.#faults = faults;
    this.story = storyOf(name);
    this.switchTo(name);
  }

  get name(): string {
    return this.#name;
  }

  /** What every access key is to begin with; undefined: the callers' own keys count. */
  get account(): string | undefined {
    return accountOf(this.#name);
  }

  /**
   * Ends the faults of the scenario before, not those added one by one, and begins those of this one.
   *
   * @throws Error if there is no such scenario, or it is a story that this market does not go through
   */
  switchTo(name: string): void {
    const next = scenarioFaults(name, this.#source);
    const story = STORIES.find((known) => known === name);
    if (story !== undefined && story !== 'calm' && story !== this.story) {
      throw new Error(
        `name: "${name}" is a story of the market, which is ${this.story} from its beginning; start with --scenario ${name}`,
      );
    }
    for (const fault of this.#own) fault.remove();
    this.#own = next.map((fault) => this.#faults.add(fault));
    this.#name = name;
  }
}

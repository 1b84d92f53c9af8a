/** A protection taken out of the code, and a test that has to notice. */
export type Mutant = {
  /** What the product would do without it. */
  name: string;
  file: string;
  find: string;
  replace: string;
  /** The test file that fails then. */
  test: string;
};

const GLOB = /^[a-z0-9.*?-]+$/;

/** True for text that may be an instance type or a glob over instance types: p5.48xlarge, p5*, g6?.xlarge. */
export function isTypeGlob(text: string): boolean {
  return GLOB.test(text) && /[a-z*?]/.test(text);
}

/** A test for one glob: `*` is any run of characters, `?` exactly one. */
export function globTest(glob: string): (name: string) => boolean {
  const body = glob.replaceAll(/[.-]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const pattern = new RegExp(`^${body}$`);
  return (name) => pattern.test(name);
}

/** A test for a list of globs; an empty list matches everything. */
export function anyGlob(globs: readonly string[]): (name: string) => boolean {
  if (globs.length === 0) return () => true;
  const tests = globs.map(globTest);
  return (name) => tests.some((test) => test(name));
}

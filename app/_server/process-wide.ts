const REGISTRY = Symbol.for('chipdesk.process-wide');

type Registry = Map<string, unknown>;

/** One value per process: bundles and reloads make several copies of a module, and each would have its own. */
export function processWide<T>(name: string, make: () => T): T {
  const holder = globalThis as { [REGISTRY]?: Registry };
  holder[REGISTRY] ??= new Map();
  const registry = holder[REGISTRY];
  if (!registry.has(name)) registry.set(name, make());
  return registry.get(name) as T;
}

const WALL_PARTS = ['prices', 'blocks', 'alerts'] as const;
export type WallPartName = (typeof WALL_PARTS)[number];

export type WallView = { parts: WallPartName[]; seconds: number };

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** Seconds that one part is shown for. */
const USUAL = 20;
const [SHORTEST, LONGEST] = [5, 3600];

/** What `?wall=1&views=prices,alerts&every=30` asks for; undefined without it. What it does not know it leaves out. */
export function readWall(asked: SearchParams): WallView | undefined {
  const text = (name: string) => [asked[name]].flat()[0];
  if (text('wall') !== '1') return undefined;
  const named = (text('views') ?? '').split(',');
  const parts = named.flatMap((name) => WALL_PARTS.find((part) => part === name) ?? []);
  const every = Number(text('every'));
  return {
    parts: parts.length > 0 ? parts : [...WALL_PARTS],
    seconds: Number.isFinite(every) && every > 0 ? Math.min(LONGEST, Math.max(SHORTEST, every)) : USUAL,
  };
}

export interface Checked {
  readonly status: number;
  readonly error: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

const refused = (error: string, status = 400): Checked => ({ status, error });

const LARGEST_BODY = 100_000;

type Block = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => {
  const text = (value as { text?: unknown } | null | undefined)?.text;
  return typeof text === 'string' ? text : '';
};

// docs.slack.dev, Block Kit reference: limits of each block.
function blockFits(block: unknown): boolean {
  if (typeof block !== 'object' || block === null) return false;
  const { type, text, fields, elements } = block as Block;
  if (type === 'header') return textOf(text).length > 0 && textOf(text).length <= 150;
  if (type === 'section') {
    const hasText = textOf(text).length > 0;
    const list = Array.isArray(fields) ? fields : [];
    return (hasText || list.length > 0) && textOf(text).length <= 3000 && list.length <= 10;
  }
  if (type === 'context') return Array.isArray(elements) && elements.length > 0 && elements.length <= 10;
  if (type === 'actions') return Array.isArray(elements) && elements.length > 0 && elements.length <= 25;
  return typeof type === 'string';
}

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

export function checkPayload(body: string): Checked {
  if (Buffer.byteLength(body) > LARGEST_BODY) return refused('payload_too_large', 413);
  const payload = parse(body);
  if (payload === undefined) return refused('invalid_payload');
  const { text, blocks, attachments } = payload;
  const filled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
  if ((typeof text !== 'string' || text === '') && !filled(blocks) && !filled(attachments))
    return refused('no_text');
  if (typeof text === 'string' && text.length > 40_000) return refused('msg_too_long');
  if (blocks !== undefined && (!Array.isArray(blocks) || blocks.length > 50 || !blocks.every(blockFits))) {
    return refused('invalid_blocks');
  }
  return { status: 200, error: '', payload };
}

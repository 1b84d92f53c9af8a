import type { Db } from '#db/client.ts';
import { deskKey } from '#db/desk-key.ts';
import { endSubscription, resumeSubscription } from '#db/queries/digest/subscriptions.ts';
import { readSubscriptionToken } from '#db/subscription-token.ts';
import type { Subscription } from '#lib/digest/subscription.ts';
import { AppError } from '#lib/domain/errors.ts';
import { getConfig } from './config.ts';
import { guarded, PROCESS, type Surroundings } from './handle.ts';
import { readText } from './write.ts';

/** Which subscription a link may end; undefined for a token that this desk has not signed. */
export function openSubscription(
  db: Db,
  token: unknown,
  keyFile = getConfig().keyFile,
): Subscription | undefined {
  if (typeof token !== 'string') return undefined;
  return readSubscriptionToken(deskKey(db.path, keyFile).subkey('subscription'), token);
}

type TokenRoute = { params: Promise<{ token: string }> };

/**
 * POST /unsubscribe/TOKEN: what a mail program sends when its reader presses its button (RFC 8058), and the page behind
 * the link either way. It may come from a server of theirs, so with no cookie and from no page of ours; the token alone
 * allows it, and this one thing only.
 */
export function subscriptionPost(
  around: Surroundings = PROCESS,
  keyFile?: string,
): (request: Request, route: TokenRoute) => Promise<Response> {
  return (request, { params }) =>
    guarded(async () => {
      const db = around.db();
      const subscription = known(db, (await params).token, keyFile);
      const form = await readForm(request);
      const isWanted = form?.get('List-Subscribe') === 'Again';
      if (!isWanted && form?.get('List-Unsubscribe') !== 'One-Click')
        throw new AppError('PARAM_INVALID', 'this address ends a subscription when it is asked to', {
          field: 'List-Unsubscribe',
          accepted: 'a form that says List-Unsubscribe=One-Click; open the link in a browser for a page',
        });
      const change = isWanted ? resumeSubscription : endSubscription;
      change(db, subscription, around.clock().now());
      const { recipient, digest } = subscription;
      return new Response(`${recipient} gets the digest “${digest}”${isWanted ? '' : ' no more'}.\n`, {
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        },
      });
    }, around)(request);
}

/** The page is at an address of its own: at one address Next answers either with a page or with a route. */
export async function toPage(_: Request, { params }: TokenRoute): Promise<Response> {
  const { token } = await params;
  // Relative, so that it holds behind whatever name the desk is reached by.
  const location = `../subscription/${encodeURIComponent(token)}`;
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

function known(db: Db, token: unknown, keyFile: string | undefined): Subscription {
  const subscription = openSubscription(db, token, keyFile);
  if (subscription !== undefined) return subscription;
  // Not echoed: whoever has it may use it.
  throw new AppError('LINK_INVALID', 'this link was not made by this desk, or was cut on its way', {
    field: 'token',
    accepted: 'the whole link of a mail',
  });
}

/** Either kind of form, as the RFC has it; undefined for what is none. */
async function readForm(request: Request): Promise<FormData | undefined> {
  const type = request.headers.get('content-type') ?? '';
  const text = await readText(request);
  try {
    return await new Response(text, { headers: { 'content-type': type } }).formData();
  } catch {
    return undefined;
  }
}

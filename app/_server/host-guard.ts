/** The names under which a browser on this machine reaches the desk. A public address, once configured, belongs here. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * True for a Host header that names this machine. Any other name was pointed here from outside (DNS rebinding): its
 * pages would count as ours and could read everything.
 */
export function isOwnHost(host: string): boolean {
  return OWN_HOST.test(host);
}

/** The answer to a request for another host, or undefined for our own. */
export function refuseHost(request: Request): Response | undefined {
  const { headers, url } = request;
  if (isOwnHost(headers.get('host') ?? new URL(url).host)) return undefined;
  return new Response('chipdesk answers at localhost, 127.0.0.1 and [::1] only, not for other host names\n', {
    status: 421,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

import { guarded, notFound } from '#app/_server/handle.ts';

export const dynamic = 'force-dynamic';

const handler = guarded(notFound);

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};

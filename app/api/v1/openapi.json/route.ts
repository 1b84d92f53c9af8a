import { documentHandler } from '#app/_server/document-route.ts';

export const dynamic = 'force-dynamic';

export const GET = documentHandler();

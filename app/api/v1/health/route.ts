import { healthHandler } from '#app/_server/health-route.ts';

export const dynamic = 'force-dynamic';

export const GET = healthHandler();

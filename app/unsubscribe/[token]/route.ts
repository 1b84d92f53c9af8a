import { subscriptionPost, toPage } from '#app/_server/subscription-routes.ts';

export const GET = toPage;
export const POST = subscriptionPost();

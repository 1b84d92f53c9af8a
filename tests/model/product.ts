/** The product's own path from a look to a call, and nothing else of it: what the model test plays on. */
export { GROUP_WAIT_MS, makeDeliverer } from '#jobs/pipeline/deliver.ts';
export { evaluateSet } from '#jobs/pipeline/evaluate.ts';
export { sweepAlerts } from '#jobs/pipeline/sweep.ts';
export { syncAlerting } from '#jobs/pipeline/sync-rules.ts';

export * from './alert.ts';
export * from './instance-type.ts';
export * from './look.ts';
export * from './meta.ts';
export * from './place.ts';
export * from './series.ts';

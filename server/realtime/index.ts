// The door of the edge.
export { systemClock } from './clock.ts';
export { createEdge, type Edge } from './edge.ts';
export { hostAllowed } from './origin.ts';
export { refuse } from './refusal.ts';
export type { EdgeStats, LabRunner, Person } from './types.ts';

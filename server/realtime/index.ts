// The door of the edge.
export { type Clock, manualClock, systemClock } from './clock.ts';
export { createEdge, type Edge } from './edge.ts';
export { hostAllowed, isLoopbackAddress } from './origin.ts';
export { refuse } from './refusal.ts';
export type { EdgeStats, Identify, LabRunner, Person } from './types.ts';

// The door of the edge.
export { type Clock, systemClock } from './clock.ts';
export { createDirectory, type Directory } from './directory.ts';
export { createEdge, type Edge } from './edge.ts';
export { hostAllowed, requestAllowed } from './origin.ts';
export { refuse } from './refusal.ts';
export { openSandboxes } from './sandboxes.ts';
export type { EdgeStats, LabRunner, Person } from './types.ts';

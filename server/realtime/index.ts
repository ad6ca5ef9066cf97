// The door of the edge.
export { createBucket } from './bucket.ts';
export { type Clock, systemClock } from './clock.ts';
export { createDirectory, type DoorDirectory } from './directory.ts';
export { createEdge, type Edge } from './edge.ts';
export { createOnce, type Once } from './once.ts';
export { hostAllowed, requestAllowed } from './origin.ts';
export { createPlainDoor, type PlainDoor, type PlainStats } from './plain/door.ts';
export { refuse, refuseIssue } from './refusal.ts';
export { openSandboxes } from './sandboxes.ts';
export { createSharedDirectory } from './shared-directory.ts';
export type { EdgeStats, LabDoor, LabRunner, Person } from './types.ts';

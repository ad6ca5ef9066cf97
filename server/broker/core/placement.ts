// Placements that an administrator gives by hand (CreateTopics, CreatePartitions).

import type { Cluster } from './cluster.ts';

/** Why copies cannot lie so; null when they can. `copies`: how many each partition must have, when that is given. */
export function placementProblem(cluster: Cluster, replicas: readonly number[][], copies?: number): string | null {
  const size = copies ?? replicas[0]?.length ?? 0;
  for (const nodes of replicas) {
    const unknown = nodes.find((node) => !cluster.has(node));
    if (unknown !== undefined) return `There is no broker ${unknown}.`;
    if (nodes.length === 0 || new Set(nodes).size !== nodes.length) return 'Each copy lies on another broker.';
    if (nodes.length !== size) return `Every partition has ${size} copies.`;
  }
  return null;
}

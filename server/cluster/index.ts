// The door of the room where several servers are one.
export { type Cluster, type ClusterStats, openCluster, type Role } from './cluster.ts';
export { keepAlike } from './kept.ts';
export { broken, type Line, parsed } from './line.ts';

// Every cell of the matrix: what each client is made to do. The names are the rows of CLIENTS.md.

export const cellNames = [
  'produce acks=0',
  'produce acks=1',
  'produce acks=all',
  'idempotent',
  'write gzip',
  'write snappy',
  'write lz4',
  'write zstd',
  'read gzip',
  'read snappy',
  'read lz4',
  'read zstd',
  'headers',
  'null key',
  'null value',
  'seek by offset',
  'seek by time',
  'group: consume, commit, resume',
  'rebalance: a member joins',
  'rebalance: a member leaves',
  'rebalance: a member is killed',
  'topics: create',
  'topics: describe',
  'topics: add partitions',
  'topics: delete',
  'configs: describe',
  'configs: alter',
  'groups: list',
  'groups: describe',
  'groups: delete',
] as const;
export type CellName = (typeof cellNames)[number];

/** `cannot`: never, whatever the broker. `absent`: not on this machine. `but`: what is left out, and why. */
export type Cell =
  | { kind: 'pass'; but?: string }
  | { kind: 'cannot'; reason: string }
  | { kind: 'absent'; reason: string }
  | { kind: 'fail'; reason: string };

// The door of the room where brokers of ours are kept: files of framed entries, or nothing.
export { type Disk, fileDisk } from './disk.ts';
export { openFileStore } from './file-store.ts';
export { openStore } from './open-store.ts';
export { openRedisStore, type RedisStore } from './redis-store.ts';
export { memoryStore, type Store } from './types.ts';

// The door of publish/subscribe: the brokers of this server, each behind the same shape.
export type { DoorEvent } from './door/door.ts';
export { kafkaPlace, openPubSubs, type PubSubs } from './open.ts';
export type { PubSub, Received, Source, Subscription } from './types.ts';

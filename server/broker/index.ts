// The only door of the embedded Kafka.

export { type Broker, type EventListener, startBroker, type TopicRefusal } from './broker.ts';
export type { Quota, Quotas } from './core/client-quotas.ts';
export type { NodeChange } from './core/cluster.ts';
export type { ActiveFault, Fault, FaultAction, FaultMatch } from './core/faults.ts';
export type { FrameWatch, InspectedFrame } from './core/frames.ts';
export type { BrokerLimits, BrokerOptions, ShowLimits } from './core/options.ts';
export type { Deed, TopicWatch } from './deeds.ts';
export type {
  BrokerEvent,
  BrokerSnapshot,
  ConnectionInfo,
  FrameInfo,
  GroupInfo,
  MemberInfo,
  NodeInfo,
  ShownBytes,
  ShownRecord,
} from './events.ts';
export { ListenError } from './net/listener.ts';
export { type Compression, decompress } from './protocol/compression.ts';
export { startBrokerWorker } from './worker-client.ts';

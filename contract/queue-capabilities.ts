// What a work queue's broker can do by itself. Told to pages: what one cannot do is said, never imitated.

export const queueBrokers = ['embarque', 'rabbitmq', 'redis', 'kafka'] as const;
export type QueueBrokerName = (typeof queueBrokers)[number];

export type QueueCapabilities = {
  /** A worker may give one task back. `claim`: it lets the next reader claim it, which takes a moment. */
  nack: 'yes' | 'claim' | 'no';
  /** A delivery says whether it is the first one. */
  redelivered: boolean;
  /** Deliveries of a task are counted. */
  counted: boolean;
  /** Who puts a task aside after n tries: the broker, the worker's own program, or nobody. */
  deadLetters: 'broker' | 'worker' | 'nobody';
  /** How many tasks a worker has in hand: as many as it says, or one a partition. */
  prefetch: 'worker' | 'partition';
  /** Beyond a number of waiting tasks, a producer is refused. */
  bounded: boolean;
  /** How a worker that died is noticed: its connection is cut, or it has been silent for this many ms. */
  death: 'connection' | number;
  /** Workers that can work at once; null: as many as there are. */
  parallel: number | null;
};

// Brokers of the publish/subscribe panels: their names, and what each says it can do. What one cannot do is shown, never imitated.

export const brokerNames = ['embarque', 'redis', 'mqtt', 'kafka', 'rabbitmq'] as const;
export type BrokerName = (typeof brokerNames)[number];

export type Capabilities = {
  /** A subscriber that said so gets, once it is back, what was published while it was away. */
  readonly remembersAbsent: boolean;
  /** Whoever comes late may ask for what was published before. */
  readonly readsPast: boolean;
  /** Subscribers confirm what they have read; what was not confirmed is sent again. */
  readonly acknowledges: boolean;
};

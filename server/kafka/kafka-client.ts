// The only place that configures kafkajs: brokers, timeouts, logs, codecs. Everything else asks here for a Kafka.
import { type ISocketFactory, Kafka, type LogEntry, logLevel, type RetryOptions } from 'kafkajs';
import { registerCodecs } from './codecs.ts';
import type { Log } from './log.ts';

/** Short retries: whoever waits is a person; who must go on for long (consumers) is supervised by us. Times in ms. */
export const shortRetry: RetryOptions = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2 };

export type KafkaSettings = {
  brokers: string[];
  clientId: string;
  log: Log;
  socketFactory?: ISocketFactory;
  requestTimeoutMs?: number;
};

/** A kafkajs client over TCP; it opens nothing before one of its producers, consumers or admins connects. */
export function newKafka({ brokers, clientId, log, socketFactory, requestTimeoutMs }: KafkaSettings): Kafka {
  registerCodecs();
  return new Kafka({
    brokers,
    clientId,
    connectionTimeout: 2_000,
    requestTimeout: requestTimeoutMs ?? 8_000,
    retry: shortRetry,
    logLevel: logLevel.INFO,
    logCreator: () => (entry: LogEntry) => {
      const { message, timestamp: _, ...rest } = entry.log;
      log.debug({ kafkajs: entry.namespace, level: entry.label, clientId, ...rest }, message);
    },
    ...(socketFactory ? { socketFactory } : {}),
  });
}

// What crosses between the thread that owns a broker and the worker that runs it. Plain structured-clonable data.

import type { BrokerOptions } from './core/options.ts';
import type { BrokerEvent } from './events.ts';

/** Given to the worker when it is made. */
export type WorkerStart = { relaisBroker: true; options: BrokerOptions };

/** Calls by name, answered by number. */
export type Call = { id: number; method: string; args: unknown[] };
export type ToWorker =
  | Call
  /** The listener has handled a batch: the next one may come. */
  | { heard: number };

export type WorkerError = { name: string; message: string; code?: string; host?: string; port?: number };
export type Address = { host: string; port: number };
export type FromWorker =
  | { started: { address: Address; advertised: Address } }
  | { failed: WorkerError }
  | { id: number; result: unknown }
  | { id: number; error: WorkerError }
  | { stream: number; events: BrokerEvent[] };

export function describeError(error: unknown): WorkerError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { code, host, port } = error as { code?: unknown; host?: unknown; port?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof host === 'string' && { host }),
    ...(typeof port === 'number' && { port }),
  };
}

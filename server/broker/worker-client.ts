// The owner's side of a broker in a worker thread: the same interface as in-process, every call a message.

import { Worker } from 'node:worker_threads';
import type { Broker, EventListener } from './broker.ts';
import type { ActiveFault } from './core/faults.ts';
import type { InspectedFrame } from './core/frames.ts';
import type { BrokerOptions } from './core/options.ts';
import type { BrokerSnapshot, FrameInfo, NodeInfo, ShownRecord } from './events.ts';
import { ListenError } from './net/listener.ts';
import type { Address, FromWorker, ToWorker, WorkerError, WorkerStart } from './worker-messages.ts';

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void };

/** Bundled, the worker is the second entry beside the first; from source it is TypeScript and needs tsx. */
function spawn(start: WorkerStart): Worker {
  const options = { workerData: start, name: 'kafka' };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./broker-worker.mjs', import.meta.url), options);
  // Node 20 does not load hooks named in a worker's execArgv, so its first lines do.
  const here = JSON.stringify(import.meta.url);
  const entry = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const boot = `require('node:module').register('tsx/esm', ${here}, { data: true }); import(${entry});`;
  return new Worker(boot, { ...options, eval: true, execArgv: [] });
}

/** Starts a broker in its own thread. @throws ListenError {code, host, port} when the port cannot be had. */
export function startBrokerWorker(options: BrokerOptions = {}): Promise<Broker> {
  const worker = spawn({ relaisBroker: true, options });
  return new Promise((resolve, reject) => {
    const link = new WorkerLink(worker);
    link.onDeath((reason) => reject(new Error(`the broker's thread died while starting: ${reason}`)));
    worker.on('message', (message: FromWorker) => {
      if ('started' in message) resolve(link.broker(message.started.address, message.started.advertised));
      else if ('failed' in message) {
        link.expectEnd();
        reject(errorOf(message.failed));
      } else link.heard(message);
    });
  });
}

class WorkerLink {
  #worker: Worker;
  #waiting = new Map<number, Waiting>();
  #listeners = new Map<number, EventListener>();
  #deathListeners = new Set<(reason: string) => void>();
  #nextCall = 1;
  #nextStream = 1;
  #ended = false;
  #ending = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('error', (error) => this.#died(String((error as Error).message ?? error)));
    worker.on('exit', (code) => this.#died(`exit code ${code}`));
  }

  onDeath(listener: (reason: string) => void): () => void {
    this.#deathListeners.add(listener);
    return () => void this.#deathListeners.delete(listener);
  }

  /** From now on the end of the worker is no surprise. */
  expectEnd(): void {
    this.#ending = true;
  }

  heard(message: FromWorker): void {
    if ('stream' in message) void this.#deliver(message.stream, message.events);
    else if ('id' in message) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('error' in message) waiting?.reject(errorOf(message.error));
      else waiting?.resolve(message.result as never);
    }
  }

  broker(address: Address, advertised: Address): Broker {
    const call = <T>(method: string, ...args: unknown[]): Promise<T> => this.#call<T>(method, args);
    let closing: Promise<void> | null = null;
    return {
      address,
      advertised,
      snapshot: () => call<BrokerSnapshot>('snapshot'),
      subscribe: (listener) => this.#subscribe(listener),
      open: (listener) => this.#open(listener),
      readRecord: (...args) => call<ShownRecord | null>('readRecord', ...args),
      createTopic: (...args) => call('createTopic', ...args),
      nodes: {
        list: () => call<NodeInfo[]>('listNodes'),
        stop: (node) => call('stopNode', node),
        start: (node) => call('startNode', node),
      },
      faults: {
        add: (fault) => call<string>('addFault', fault),
        remove: (id) => call<boolean>('removeFault', id),
        list: () => call<ActiveFault[]>('listFaults'),
      },
      frames: {
        watch: (watch) => call<string>('watchFrames', watch),
        unwatch: (id) => call<boolean>('unwatchFrames', id),
        list: (connection) => call<FrameInfo[]>('listFrames', connection),
        inspect: (frame) => call<InspectedFrame | null>('inspectFrame', frame),
      },
      witness: {
        watch: (watch) => call<string>('watchTopics', watch),
        unwatch: (id) => call<boolean>('unwatchTopics', id),
      },
      onDeath: (listener) => this.onDeath(listener),
      close: () => {
        closing ??= this.#close();
        return closing;
      },
    };
  }

  /** The caller sees the snapshot before the first events. */
  async #open(listener: EventListener): Promise<{ snapshot: BrokerSnapshot; close: () => void }> {
    const stream = this.#nextStream++;
    let release = (): void => {};
    const ready = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#listeners.set(stream, async (events) => {
      await ready;
      if (this.#listeners.has(stream)) await listener(events);
    });
    const snapshot = await this.#call<BrokerSnapshot>('open', [stream]);
    setImmediate(release);
    return { snapshot, close: () => this.#closeStream(stream) };
  }

  #subscribe(listener: EventListener): () => void {
    let closed = false;
    let close = (): void => {};
    this.#open((events) => (closed ? undefined : listener(events))).then(
      (stream) => {
        close = stream.close;
        if (closed) close();
      },
      () => {},
    );
    return () => {
      closed = true;
      close();
    };
  }

  #closeStream(stream: number): void {
    if (!this.#listeners.delete(stream)) return;
    this.#call('closeStream', [stream]).catch(() => {});
  }

  async #deliver(stream: number, events: Parameters<EventListener>[0]): Promise<void> {
    try {
      await this.#listeners.get(stream)?.(events);
    } catch {
      // A listener that fails is its owner's affair.
    }
    this.#post({ heard: stream });
  }

  #call<T>(method: string, args: unknown[]): Promise<T> {
    if (this.#ended) return Promise.reject(new Error('the broker has stopped'));
    return new Promise<T>((resolve, reject) => {
      const id = this.#nextCall++;
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#post({ id, method, args });
    });
  }

  #post(message: ToWorker): void {
    if (!this.#ended) this.#worker.postMessage(message);
  }

  async #close(): Promise<void> {
    if (this.#ended) return;
    this.#ending = true;
    const exited = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    await this.#call('close', []).catch(() => {});
    await exited;
  }

  #died(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const { reject } of this.#waiting.values()) reject(new Error('the broker has stopped'));
    this.#waiting.clear();
    this.#listeners.clear();
    if (!this.#ending) for (const listener of [...this.#deathListeners]) listener(reason);
    this.#deathListeners.clear();
  }
}

function errorOf({ name, message, code, host, port }: WorkerError): Error {
  if (name === 'ListenError' && code !== undefined) return new ListenError(code, host ?? '', port ?? 0);
  if (name === 'RangeError') return new RangeError(message);
  return new Error(message);
}

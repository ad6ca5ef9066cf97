// Runs a broker in a worker thread: a page that renders never delays a heartbeat. Speaks worker-messages.ts.

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type Broker, startBroker } from './broker.ts';
import type { BrokerEvent, BrokerSnapshot } from './events.ts';
import { describeError, type FromWorker, type ToWorker, type WorkerStart } from './worker-messages.ts';

type Stream = { close: () => void; heard: () => void };

async function run(port: MessagePort, start: WorkerStart): Promise<void> {
  const tell = (message: FromWorker): void => port.postMessage(message);
  let broker: Broker;
  try {
    broker = await startBroker(start.options);
  } catch (error) {
    tell({ failed: describeError(error) });
    port.close();
    return;
  }

  const streams = new Map<number, Stream>();

  /** One batch is under way at a time: while the owner is busy, the broker goes on coalescing. */
  async function openStream(stream: number): Promise<BrokerSnapshot> {
    let heard = (): void => {};
    const { snapshot, close } = await broker.open(
      (events: BrokerEvent[]) =>
        new Promise<void>((resolve) => {
          heard = resolve;
          tell({ stream, events });
        }),
    );
    streams.set(stream, { close, heard: () => heard() });
    return snapshot;
  }

  function closeStream(stream: number): void {
    const known = streams.get(stream);
    streams.delete(stream);
    known?.close();
    known?.heard();
  }

  const methods: Record<string, (...args: never[]) => unknown> = {
    open: openStream,
    closeStream,
    snapshot: () => broker.snapshot(),
    readRecord: (...args: Parameters<Broker['readRecord']>) => broker.readRecord(...args),
    createTopic: (...args: Parameters<Broker['createTopic']>) => broker.createTopic(...args),
    listNodes: () => broker.nodes.list(),
    stopNode: (...args: Parameters<Broker['nodes']['stop']>) => broker.nodes.stop(...args),
    startNode: (...args: Parameters<Broker['nodes']['start']>) => broker.nodes.start(...args),
    addFault: (...args: Parameters<Broker['faults']['add']>) => broker.faults.add(...args),
    removeFault: (...args: Parameters<Broker['faults']['remove']>) => broker.faults.remove(...args),
    watchFrames: (...args: Parameters<Broker['frames']['watch']>) => broker.frames.watch(...args),
    unwatchFrames: (...args: Parameters<Broker['frames']['unwatch']>) => broker.frames.unwatch(...args),
    listFrames: (...args: Parameters<Broker['frames']['list']>) => broker.frames.list(...args),
    inspectFrame: (...args: Parameters<Broker['frames']['inspect']>) => broker.frames.inspect(...args),
    watchTopics: (...args: Parameters<Broker['witness']['watch']>) => broker.witness.watch(...args),
    unwatchTopics: (...args: Parameters<Broker['witness']['unwatch']>) => broker.witness.unwatch(...args),
    listFaults: () => broker.faults.list(),
    async close() {
      for (const stream of [...streams.keys()]) closeStream(stream);
      await broker.close();
    },
  };

  async function answer(id: number, method: string, args: unknown[]): Promise<void> {
    try {
      tell({ id, result: await methods[method]?.(...(args as never[])) });
    } catch (error) {
      tell({ id, error: describeError(error) });
    }
    if (method === 'close') port.close();
  }

  port.on('message', (message: ToWorker) => {
    if ('heard' in message) {
      streams.get(message.heard)?.heard();
      return;
    }
    const { id, method, args } = message;
    void answer(id, method, args);
  });
  tell({ started: { address: broker.address, advertised: broker.advertised } });
}

const start = workerData as Partial<WorkerStart> | null;
if (parentPort && start?.relaisBroker) void run(parentPort, start as WorkerStart);

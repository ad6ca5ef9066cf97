// The workshop's lab on a real embedded broker, and a person at work in it: what its tests and its schedules share.
import type { AtelierCommand, AtelierEvent, Incidents, WorkshopSettings } from '#contract/atelier.ts';
import type { JournalRecord } from '#contract/journal.ts';
import { noIncident, rightSettings } from '#labs/atelier/plan.ts';
import { type Broker, startBroker } from '#server/broker/index.ts';
import { createKafka, type KafkaSource, type Workshop } from '#server/kafka/index.ts';
import { createAtelierLab } from '../atelier.ts';

const nothing = () => undefined;
const silentLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };
export const fast: WorkshopSettings = { ...rightSettings, workMs: 150 };

export type House = {
  lab: ReturnType<typeof createAtelierLab>;
  broker: Broker;
  workshop: Workshop;
  /** How a program of a person's workshop calls itself on the wire. */
  clientId(owner: string, client: string): string;
  close(): Promise<void>;
};

/** `cluster`: the same broker, as one that takes no orders. */
export async function openHouse(mode: KafkaSource['mode'] = 'embedded', sessionMs = 3_000): Promise<House> {
  const broker = await startBroker({ port: 0, dataDir: ':memory:', advertisedHost: '127.0.0.1' });
  const address = `127.0.0.1:${broker.address.port}`;
  const place = { brokers: [address], address };
  const source: KafkaSource =
    mode === 'embedded' ? { mode, broker, faults: broker.faults, ...place } : { mode, ...place };
  const { view, bridge, workshop } = createKafka(source, { log: silentLog, sessionMs });
  const lab = createAtelierLab({ workshop, epoch: 'e', now: Date.now, slugOf: (id) => (id === 'ada' ? 'ada' : null) });
  return {
    lab,
    broker,
    workshop,
    clientId: (owner, client) => bridge.clientIdFor(owner, `atelier-${client}`),
    async close() {
      await workshop.close();
      await bridge.close();
      await view.close();
      await broker.close();
    },
  };
}

export type Told = { at: number; event: AtelierEvent };

/** A person at work: what their journal holds of the last run. */
export function worker(lab: House['lab'], id: string) {
  const journal = 'of' in lab.journal ? lab.journal.of(id) : lab.journal;
  const told = (): Told[] => {
    const records = journal.read(journal.epoch, journal.start, 10_000_000) as JournalRecord<AtelierEvent>[];
    const from = records.findLastIndex(({ event }) => event.type === 'run.started');
    return records.slice(Math.max(0, from));
  };
  const command = async (asked: AtelierCommand) => lab.run({ id }, asked);
  const until = (is: (all: Told[]) => boolean): Promise<Told[]> =>
    new Promise((resolve) => {
      const look = () => {
        if (!is(told())) return;
        stop();
        resolve(told());
      };
      const stop = journal.subscribe(look);
      look();
    });
  const ended = () => until((all) => all.at(-1)?.event.type === 'ended');
  async function play(settings: Partial<WorkshopSettings> = {}, lots = 1, incidents: Incidents = noIncident) {
    const reply = await command({ type: 'start', settings: { ...fast, ...settings }, lots, incidents });
    if (!reply.ok) throw new Error(reply.error.message);
    return ended();
  }
  return { command, told, until, ended, play };
}

// The lab `portes` at work: the brokers at hand, told once; and what the embedded MQTT broker's door tells of outside programs.
import { z } from 'zod';
import type { BrokerAtHand, PortesEvent, ProgramCounts } from '#contract/pubsub.ts';
import { portesLab } from '#labs/portes/lab.ts';
import { createJournal, type JournalReader } from '#server/journal/index.ts';
import type { DoorEvent } from '#server/pubsub/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';

const paceMs = 100;
const limits = {
  records: 5_000,
  /** Events of programs told each second; a flood is not worth more. */
  perSecond: 60,
  counted: 500,
} as const;

export type PortesLab = LabRunner & {
  readonly journal: JournalReader;
  describe(brokers: readonly BrokerAtHand[]): void;
  hear(event: DoorEvent): void;
};

export function createPortesLab(options: { clock: Clock; epoch: string }): PortesLab {
  const { clock, epoch } = options;
  const journal = createJournal(portesLab, {
    epoch,
    createdAt: clock.now(),
    maxRecords: limits.records,
    maxKeys: limits.counted,
  });
  const counts = new Map<number, ProgramCounts>();
  let second = 0;
  let told = 0;

  function append(event: PortesEvent): void {
    const now = Math.floor(clock.elapsed() / 1_000);
    if (now !== second) {
      second = now;
      told = 0;
    }
    told += 1;
    // Departures are always told: a card that stays lit would be false.
    if (told <= limits.perSecond || event.type === 'program.left') journal.append(event, clock.now());
  }

  function count(program: number, what: keyof ProgramCounts): void {
    const before = counts.get(program);
    if (!before) return;
    const next = { ...before, [what]: before[what] + 1 };
    counts.set(program, next);
    journal.setVolatile([[`p:${program}`, next]]);
  }

  return {
    name: journal.name,
    journal,
    paceMs,
    command: z.unknown(),
    rules: {},
    run: async () => refuse('unsupported', 'Cette liste ne reçoit pas de commande.'),
    personGone: () => {},
    describe: (brokers) => append({ type: 'brokers.described', brokers }),
    hear(event) {
      const { program } = event;
      if (event.type === 'came') {
        const { clientId: name, address, clean, resumed, will } = event;
        counts.set(program, { published: 0, delivered: 0 });
        append({ type: 'program.came', program, name, address, persistent: !clean, resumed, will });
      } else if (event.type === 'subscribed')
        append({ type: 'program.subscribed', program, filter: event.filter, qos: event.qos });
      else if (event.type === 'unsubscribed') append({ type: 'program.unsubscribed', program, filter: event.filter });
      else if (event.type === 'left') {
        counts.delete(program);
        append({ type: 'program.left', program, how: event.how });
      } else count(program, event.type);
    },
  };
}

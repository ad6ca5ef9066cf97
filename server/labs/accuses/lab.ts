// The lab `accuses` at work: each person has a room of the running chat, opened at their first command, over when they go.
import { type AccusesCommand, type AccusesEvent, accusesBounds, accusesCommand } from '#contract/accuses.ts';
import type { Ack } from '#contract/errors.ts';
import { accusesLab, subscriberNames } from '#labs/accuses/lab.ts';
import type { Chat } from '#server/chat/index.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { createInTurn } from '../in-turn.ts';
import { type AckingRoom, openRoom } from './room.ts';

/** An eye tells no more apart. */
const paceMs = 30;

export type AccusesLab = LabRunner<AccusesCommand> & { close(): void };

export function createAccusesLab(options: {
  clock: Clock;
  epoch: string;
  chat: Chat;
  /** Never the same twice: hexadecimal, so that it makes no word. */
  newTag: () => string;
}): AccusesLab {
  const { clock, chat, newTag } = options;
  const journals = createPersonalJournals(accusesLab, { epoch: options.epoch, now: clock.now });
  const rooms = new Map<string, AckingRoom>();
  const inTurn = createInTurn();

  function openFor(owner: string): Ack<AckingRoom> {
    const append = (event: AccusesEvent): void => void journals.of(owner).append(event, clock.now());
    const opened = openRoom({ chat, clock, tag: newTag(), append });
    if (opened === null) return refuse('limit-reached', 'Trop de salles d’essai sont ouvertes. Réessayez plus tard.');
    if (opened.ok) rooms.set(owner, opened.result);
    return opened;
  }

  function closeOf(owner: string): void {
    rooms.get(owner)?.close();
    rooms.delete(owner);
  }

  async function publish(room: AckingRoom, count: number): Promise<Ack<unknown>> {
    const { messages } = accusesBounds;
    if (room.published + count > messages)
      return refuse('limit-reached', `Une salle d’essai a ${messages}\u00a0messages au plus\u00a0: recommencez.`);
    for (let sent = 0; sent < count && !room.closed; sent += 1) {
      const reply = await room.publish();
      if (!reply.ok) return reply;
    }
    return done;
  }

  async function carryOut(
    room: AckingRoom,
    command: Exclude<AccusesCommand, { type: 'reset' }>,
  ): Promise<Ack<unknown>> {
    if (command.type === 'publish') return publish(room, command.count);
    if (command.type === 'repeat')
      return (await room.repeat()) ?? refuse('invalid', 'Rien à répéter\u00a0: publiez d’abord un message.');
    const { who } = command;
    const one = room.subscribers[who];
    const name = subscriberNames[who];
    if (!one) return refuse('not-found', 'Il n’y a pas de tel abonné.', 'who');
    switch (command.type) {
      case 'cut':
        if (!one.isConnected()) return refuse('invalid', `La connexion de ${name} est déjà fermée.`);
        one.cut();
        return done;
      case 'connect':
        return one.isConnected() ? refuse('invalid', `La connexion de ${name} est déjà ouverte.`) : room.connect(who);
      case 'acknowledge':
        one.acknowledge(command.when);
        return done;
      case 'withhold':
        one.withhold(command.withheld);
        return done;
      case 'crash':
        one.crash();
        return done;
    }
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: accusesCommand,
    rules: {},
    // A publication is told once it is answered: whoever comes back meanwhile comes back after it.
    run: ({ id: owner }, command) =>
      inTurn(owner, async () => {
        if (command.type === 'reset') closeOf(owner);
        const known = rooms.get(owner);
        const room: Ack<AckingRoom> = known ? { ok: true, result: known } : openFor(owner);
        if (!room.ok) return room;
        return command.type === 'reset' ? done : carryOut(room.result, command);
      }),
    personGone({ id: owner }) {
      closeOf(owner);
      journals.drop(owner);
    },
    close() {
      for (const owner of [...rooms.keys()]) closeOf(owner);
    },
  };
}

const done: Ack<null> = { ok: true, result: null };

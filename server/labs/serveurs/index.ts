// The lab `serveurs` at work: for each person who asks, two server processes of ours, linked by Redis or not. Bounded, and gone
// with its person.
import type { Ack } from '#contract/errors.ts';
import {
  clientNames,
  type EndReason,
  type ServeursCommand,
  serverNames,
  serveursBounds,
  serveursCommand,
} from '#contract/serveurs.ts';
import { serveursLab } from '#labs/serveurs/lab.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { createInTurn } from '../in-turn.ts';
import { createDemo, type Demo } from './demo.ts';

const paceMs = 30;

/** A machine under load starts a process of ours in a second or two. */
const startWithinMs = 20_000;

type Options = {
  redisUrl: string | null;
  clock: Clock;
  epoch: string;
  onError: (error: unknown, message: string) => void;
  limits?: Partial<{ demos: number; startWithinMs: number }>;
};

type Kept = { demo: Demo; heardAt: number };

export function createServeursLab(options: Options): LabRunner<ServeursCommand> & { close(): Promise<void> } {
  const { redisUrl, clock, epoch, onError } = options;
  const limits = { ...serveursBounds, startWithinMs, ...options.limits };
  const journals = createPersonalJournals(serveursLab, { epoch, now: clock.now });
  const demos = new Map<string, Kept>();
  const inTurn = createInTurn();
  let isOver = false;

  async function end(owner: string, why: EndReason | null): Promise<void> {
    await demos.get(owner)?.demo.end(why);
    demos.delete(owner);
  }

  async function start(owner: string, mode: 'alone' | 'redis'): Promise<Ack<unknown>> {
    if (mode === 'redis' && redisUrl === null) return refuse('unsupported', noRedis);
    await end(owner, 'again');
    if (isOver || demos.size >= limits.demos) return refuse('limit-reached', tooMany(limits.demos));
    const journal = journals.of(owner);
    const demo = createDemo({
      mode,
      redisUrl,
      clock,
      startWithinMs: limits.startWithinMs,
      tell: (event) => void journal.append(event, clock.now()),
      onError,
    });
    demos.set(owner, { demo, heardAt: clock.elapsed() });
    const started = await demo.start();
    if (!started.ok) await end(owner, 'failed');
    return started;
  }

  async function obey(owner: string, command: ServeursCommand): Promise<Ack<unknown>> {
    if (command.type === 'look') {
      const journal = journals.of(owner);
      if (journal.head === 0) journal.append({ type: 'found', redis: redisUrl !== null }, clock.now());
      return { ok: true, result: {} };
    }
    if (command.type === 'start') return start(owner, command.mode);
    const kept = demos.get(owner);
    if (!kept) return refuse('not-found', 'Aucune démonstration n’est en cours\u00a0: démarrez-en une.');
    kept.heardAt = clock.elapsed();
    const { demo } = kept;
    if (command.type === 'say') return demo.say(command.client);
    if (command.type === 'move') return demo.move(command.client);
    if (command.type === 'kill') return demo.kill(command.server);
    if (command.type === 'revive') return demo.revive(command.server);
    await end(owner, 'asked');
    return { ok: true, result: {} };
  }

  const sweep = (): void => {
    for (const [owner, { heardAt }] of demos)
      if (clock.elapsed() - heardAt >= limits.idleMs) void inTurn(owner, () => end(owner, 'idle'));
    cancelSweep = clock.after(limits.idleMs / 10, sweep);
  };
  let cancelSweep = clock.after(limits.idleMs / 10, sweep);

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: serveursCommand,
    rules: {
      client: `Les clients sont ${clientNames.join(', ')}.`,
      server: `Les serveurs sont ${serverNames.join(' et ')}.`,
      mode: 'Les serveurs sont « alone » ou reliés par « redis ».',
    },
    run({ id: owner }, command) {
      return inTurn(owner, () =>
        obey(owner, command).catch((error: unknown) => {
          onError(error, `the demonstration of ${owner} failed at something`);
          return refuse('internal', 'La démonstration a échoué, par une erreur de Relais. Démarrez-en une autre.');
        }),
      );
    },
    personGone({ id: owner }) {
      void inTurn(owner, async () => {
        await end(owner, null);
        journals.drop(owner);
      });
    },
    async close() {
      isOver = true;
      cancelSweep();
      await Promise.all([...demos.values()].map(({ demo }) => demo.end(null)));
    },
  };
}

const noRedis =
  'Ce serveur n’a pas de Redis\u00a0: lancez-en un (avec Docker, ou redis-server), puis relancez Relais avec REDIS_URL=redis://localhost:6379.';
const tooMany = (demos: number): string =>
  `Il y a déjà ${demos} démonstration${demos > 1 ? 's' : ''} sur cette machine, avec deux processus chacune. Attendez que l’une s’arrête, ou arrêtez la vôtre ailleurs.`;

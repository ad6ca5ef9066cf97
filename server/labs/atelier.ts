// The lab `atelier` at work: one run of the workshop a person, by real programs against the real broker (server/kafka/workshop). What
// happens goes into that person's journal.

import { type AtelierCommand, type AtelierEvent, atelierBounds, atelierCommand } from '#contract/atelier.ts';
import type { Ack } from '#contract/errors.ts';
import { namelessPrefix } from '#contract/person.ts';
import { choicesOf, isExperiment } from '#labs/atelier/experiments.ts';
import { atelierLab } from '#labs/atelier/lab.ts';
import { lotsOf, partitionCount, topicName } from '#labs/atelier/plan.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import type { Shop, Workshop } from '#server/kafka/index.ts';
import { type LabRunner, refuse } from '#server/realtime/index.ts';

const paceMs = 30;

export type AtelierLab = LabRunner<AtelierCommand>;

export function createAtelierLab(options: {
  workshop: Workshop;
  epoch: string;
  /** ms since 1970 */
  now: () => number;
  /** Prefix of a person's sandbox; null before they chose a name. */
  slugOf(person: string): string | null;
}): AtelierLab {
  const { workshop, now } = options;
  const journals = createPersonalJournals(atelierLab, { epoch: options.epoch, now });
  const shops = new Map<string, Shop>();
  let made = 0;

  function start(owner: string, command: Extract<AtelierCommand, { type: 'start' }>): Ack<unknown> {
    const { settings, incidents } = command;
    if (!workshop.faults && (incidents.lostAck || incidents.refused))
      return refuse(
        'unsupported',
        'Un vrai Kafka ne perd ni ne refuse un envoi sur demande\u00a0: il faut le Kafka embarqué.',
      );
    const lots = lotsOf(command.lots);
    if ([incidents.crash, incidents.lostAck, incidents.refused].some((place) => place && place.lot >= lots.length))
      return refuse('invalid', 'Cet incident frappe un lot qui n’est pas lancé.', 'incidents');
    end(owner);
    made += 1;
    const run = `${options.epoch}-${made}`;
    const append = (event: AtelierEvent): void => void journals.of(owner).append(event, now());
    const early: AtelierEvent[] = [];
    let tell = (event: AtelierEvent): void => void early.push(event);
    const slug = options.slugOf(owner) ?? `${namelessPrefix}${owner}`;
    const shop = workshop.start({
      owner,
      prefix: `${slug}.demo-`,
      topic: topicName,
      settings,
      incidents,
      lots,
      tell: (event) => tell(event),
    });
    if (!shop)
      return refuse('limit-reached', 'Trop d’ateliers ouverts à la fois sur ce serveur. Réessayez dans un instant.');
    shops.set(owner, shop);
    append({
      type: 'run.started',
      run,
      settings,
      incidents,
      lots,
      topic: topicName,
      partitions: partitionCount,
    });
    // A run that its owner no longer has tells nothing more.
    tell = (event) => {
      if (shops.get(owner) !== shop) return;
      append(event);
      if (event.type === 'ended') shops.delete(owner);
    };
    for (const event of early) tell(event);
    return { ok: true, result: { run } };
  }

  function end(owner: string): void {
    void shops.get(owner)?.stop('stopped');
  }

  const none = () => refuse('invalid', 'Aucun lot n’est en cours. Lancez-en un d’abord.');

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: atelierCommand,
    rules: {
      workMs: `Le travail dure de ${atelierBounds.workMs.min} à ${atelierBounds.workMs.max}\u00a0ms.`,
      consumers: `Le groupe a de 1 à ${atelierBounds.consumers} consommateurs.`,
      seed: `Une graine va de 1 à ${atelierBounds.seed}.`,
      lots: `On lance de 1 à ${atelierBounds.lots} lots.`,
    },
    async run({ id: owner }, command) {
      const shop = shops.get(owner);
      switch (command.type) {
        case 'start':
          return start(owner, command);
        case 'crash':
          if (!shop) return none();
          shop.crashNext();
          return { ok: true, result: null };
        case 'restart': {
          const restarted = shop?.restart() ?? 0;
          return restarted > 0
            ? { ok: true, result: { restarted } }
            : refuse('invalid', 'Aucun consommateur n’est arrêté.');
        }
        case 'stop':
          if (!shop) return none();
          end(owner);
          return { ok: true, result: null };
        case 'predict': {
          const { experiment, step, choice } = command;
          if (!choicesOf(experiment, step).includes(choice))
            return refuse('not-found', 'Ce choix n’existe pas.', 'choice');
          journals.of(owner).append({ type: 'predicted', experiment, step, choice }, now());
          return { ok: true, result: null };
        }
        case 'reset':
          if (!isExperiment(command.experiment))
            return refuse('not-found', 'Cette expérience n’existe pas.', 'experiment');
          journals.of(owner).append({ type: 'experiment.reset', experiment: command.experiment }, now());
          return { ok: true, result: null };
        default:
          return command satisfies never;
      }
    },
    personGone({ id: owner }) {
      end(owner);
      shops.delete(owner);
      journals.drop(owner);
    },
  };
}

// Workspaces of the Kafka lab, decided here and not by the page: names in commands get the prefix of the sender's own sandbox,
// and nobody acts on names that begin with somebody else's. Outside programs are free: Kafka itself has no password here.
import type { Ack } from '#contract/errors.ts';
import type { KafkaCommand } from '#contract/kafka-commands.ts';
import { sharedWorkspace } from '#contract/person.ts';
import { wireName } from '#labs/kafka/workspace.ts';
import { type LabRunner, refuse } from '#server/realtime/index.ts';

/** Who owns which prefix: the directory, as this room needs it. */
export type Owners = {
  /** Prefix of this person's sandbox, without the dot; null before they chose a name. */
  slugOf(person: string): string | null;
  isSandbox(slug: string): boolean;
};

/** Kafka's own limit for a topic, prefix included. */
const maxName = 249;

type Placed = { ok: true; command: KafkaCommand } | { ok: false; ack: Ack<never> };
const no = (...given: Parameters<typeof refuse>): Placed => ({ ok: false, ack: refuse(...given) });

/** The fields of a command that name something in the cluster. */
function namesIn(command: KafkaCommand): { topic?: string; group?: string } {
  return {
    ...('topic' in command && command.topic !== undefined ? { topic: command.topic } : {}),
    ...('group' in command ? { group: command.group } : {}),
  };
}

function inClass(command: KafkaCommand, own: string | null, owners: Owners): Placed {
  for (const [field, name] of Object.entries(namesIn(command))) {
    const dot = name.indexOf('.');
    const slug = name.slice(0, Math.max(0, dot));
    if (dot > 0 && slug !== own && owners.isSandbox(slug))
      return no(
        'forbidden',
        `«\u00a0${slug}.\u00a0» est le bac à sable de quelqu’un d’autre. Choisissez un autre nom.`,
        field,
      );
  }
  return { ok: true, command };
}

function inSandbox(command: KafkaCommand, slug: string): Placed {
  const names = Object.entries(namesIn(command)).map(([field, name]) => [field, wireName(slug, name)] as const);
  const long = names.find(([, name]) => name.length > maxName);
  if (long)
    return no(
      'invalid',
      `Ce nom est trop long\u00a0: avec «\u00a0${slug}.\u00a0», il dépasse ${maxName} caractères.`,
      long[0],
    );
  return { ok: true, command: { ...command, ...Object.fromEntries(names) } };
}

/** The command with its names as they are on the wire, or why it is refused. */
export function place(command: KafkaCommand, person: string, workspace: string, owners: Owners): Placed {
  const own = owners.slugOf(person);
  if (workspace === sharedWorkspace) return inClass(command, own, owners);
  if (own === null)
    return no('forbidden', 'Dites d’abord comment vous vous appelez\u00a0: votre bac à sable porte votre nom.');
  if (workspace !== own) return no('forbidden', 'Ce bac à sable n’est pas le vôtre.');
  return inSandbox(command, own);
}

/** The same lab, for people who each have a workspace. */
export function inWorkspaces<Lab extends LabRunner<KafkaCommand>>(lab: Lab, owners: Owners): Lab {
  return {
    ...lab,
    async run(person: Parameters<Lab['run']>[0], command: KafkaCommand, workspace: string = sharedWorkspace) {
      const placed = place(command, person.id, workspace, owners);
      return placed.ok ? lab.run(person, placed.command) : placed.ack;
    },
  };
}

// The lab `routage` at work: one router a person. A publication comes in, each subscriber is judged by its topic or by its
// filter, and what became of it is told subscriber by subscriber. What stands is what the journal has kept of it.
import type { Ack } from '#contract/errors.ts';
import {
  type RoutageCommand,
  type RoutageEvent,
  type RoutingEvent,
  type Rule,
  routageBounds,
  routageCommand,
  type Subscriber,
} from '#contract/routage.ts';
import { againFrom } from '#labs/routage/again.ts';
import { filterText } from '#labs/routage/filter.ts';
import { given } from '#labs/routage/given.ts';
import { keptEvents, type RoutageState, routageLab } from '#labs/routage/lab.ts';
import { faultText, parseFilter } from '#labs/routage/parse.ts';
import { route } from '#labs/routage/route.ts';
import type { Publication } from '#labs/routage/run.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';

/** Verdicts of one publication travel together. */
const paceMs = 30;
const limits = {
  people: 400,
  /** A publication and all its verdicts must still fit in a run. */
  told: keptEvents - routageBounds.subscribers - 1,
} as const;

type Router = { run: string; subscribers: Subscriber[]; published: number; nextId: number; told: number };

export type RoutageLab = LabRunner<RoutageCommand>;

export function createRoutageLab(options: { clock: Clock; epoch: string }): RoutageLab {
  const { clock } = options;
  const journals = createPersonalJournals(routageLab, { epoch: options.epoch, now: clock.now });
  const routers = new Map<string, Router>();
  let made = 0;

  const append = (owner: string, event: RoutageEvent): void => void journals.of(owner).append(event, clock.now());

  function begin(owner: string, before: Omit<Router, 'run' | 'told'>): Router {
    made += 1;
    const router = { ...before, run: `${options.epoch}-${made}`, told: 0 };
    routers.set(owner, router);
    append(owner, { type: 'run.started', run: router.run, subscribers: [...router.subscribers] });
    return router;
  }
  const fresh = () => ({ subscribers: [...given], published: 0, nextId: given.length + 1 });

  /** Theirs, with room to tell: a run that is full goes on as another. */
  function routerOf(owner: string): Router {
    const router = routers.get(owner);
    if (!router) return begin(owner, fresh());
    return router.told < limits.told ? router : begin(owner, router);
  }

  function tell(owner: string, router: Router, event: RoutingEvent): void {
    router.told += 1;
    append(owner, { type: 'run.told', event });
  }

  function publish(owner: string, { topic, content }: Extract<RoutageCommand, { type: 'publish' }>) {
    const router = routerOf(owner);
    router.published += 1;
    const publication = router.published;
    tell(owner, router, { type: 'published', publication, topic, content });
    return { publication, reached: deliver(owner, router, publication, { topic, content }, router.subscribers) };
  }

  /** How many of these it reached. */
  function deliver(
    owner: string,
    router: Router,
    publication: number,
    { topic, content }: Pick<Publication, 'topic' | 'content'>,
    to: readonly Subscriber[],
  ): number {
    const verdicts = route(to, topic, content);
    for (const { subscriber, reached, because } of verdicts) {
      tell(owner, router, { type: reached ? 'received' : 'passed', publication, subscriber, because });
    }
    return verdicts.filter(({ reached }) => reached).length;
  }

  function nameTaken(router: Router | undefined, name: string, but: number | null) {
    const isTaken = (router?.subscribers ?? given).some((one) => one.name === name && one.id !== but);
    return isTaken ? refuse('invalid', `Un abonné s’appelle déjà «\u00a0${name}\u00a0».`, 'name') : null;
  }

  /** A filter is kept as the house writes it, whatever spaces it came with. */
  function readable(rule: Rule): Ack<Rule> {
    if (rule.kind === 'topic') return { ok: true, result: rule };
    const parsed = parseFilter(rule.expression);
    return parsed.ok
      ? { ok: true, result: { kind: 'content', expression: filterText(parsed.filter) } }
      : refuse('invalid', faultText(parsed.fault), 'rule.expression');
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: routageCommand,
    rules: {
      topic: rules.topic,
      name: `Un nom a de 1 à ${routageBounds.name} caractères\u00a0: lettres, chiffres, espaces.`,
      rule: rules.topic,
      content: `Un contenu a ${routageBounds.fields} champs au plus, de noms différents. Un champ s’écrit en lettres et chiffres\u00a0; sa valeur est un texte de ${routageBounds.text} caractères au plus sans guillemet droit, un nombre, vrai ou faux.`,
    },
    async run({ id: owner }, command) {
      const known = routers.get(owner);
      if (!known && routers.size >= limits.people)
        return refuse('limit-reached', 'Trop de personnes à la fois sur ce routage. Réessayez dans un instant.');
      if (command.type === 'publish') return { ok: true, result: publish(owner, command) };
      if (command.type === 'reset') {
        begin(owner, fresh());
        return { ok: true, result: {} };
      }
      const standing = known?.subscribers ?? given;
      if (command.type === 'remove') {
        const { subscriber } = command;
        if (!standing.some(({ id }) => id === subscriber)) return gone();
        const router = routerOf(owner);
        router.subscribers = router.subscribers.filter(({ id }) => id !== subscriber);
        tell(owner, router, { type: 'removed', subscriber });
        return { ok: true, result: {} };
      }
      const { name, rule } = command;
      const id = command.type === 'change' ? command.subscriber : null;
      if (id === null && standing.length >= routageBounds.subscribers)
        return refuse(
          'limit-reached',
          `Il y a déjà ${routageBounds.subscribers} abonnés\u00a0: retirez-en un d’abord.`,
        );
      if (id !== null && !standing.some((one) => one.id === id)) return gone();
      const taken = nameTaken(known, name, id);
      if (taken) return taken;
      const read = readable(rule);
      if (!read.ok) return read;
      const router = routerOf(owner);
      const subscriber = { id: id ?? router.nextId, name, rule: read.result };
      if (id === null) {
        router.nextId += 1;
        router.subscribers = [...router.subscribers, subscriber];
      } else router.subscribers = router.subscribers.map((one) => (one.id === id ? subscriber : one));
      tell(owner, router, { type: id === null ? 'subscribed' : 'changed', subscriber });
      return { ok: true, result: { subscriber: subscriber.id } };
    },
    resumed({ id: owner }, state) {
      const { run } = state as RoutageState;
      if (!run || routers.has(owner) || routers.size >= limits.people) return;
      const { subscribers, published, nextId, unfinished } = againFrom(run);
      const router: Router = {
        run: run.run,
        subscribers: [...subscribers],
        published,
        nextId,
        told: run.events.length,
      };
      routers.set(owner, router);
      if (unfinished) deliver(owner, router, published, unfinished.publication, unfinished.subscribers);
    },
    personGone({ id: owner }) {
      routers.delete(owner);
      journals.drop(owner);
    },
  };
}

const gone = () => refuse('not-found', 'Cet abonné n’est plus là.', 'subscriber');
const rules = {
  topic: `Un sujet est un seul mot de 1 à ${routageBounds.topic} caractères\u00a0: lettres, chiffres, point, tiret, barre.`,
} as const;

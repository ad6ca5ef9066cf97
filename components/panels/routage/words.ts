// What the router did, in a reader's words. Pure.
import type { Because, Content, Decided, RoutingEvent, Rule } from '#contract/routage.ts';
import { valueText } from '#labs/routage/filter.ts';
import type { Publication, Routing, Standing } from '#labs/routage/run.ts';
import { counted } from '../../lab/format.ts';

/** As JSON would carry it, with the spaces that make it legible. */
export const jsonText = (content: Content): string =>
  content.length === 0
    ? '{}'
    : `{ ${content.map(({ field, value }) => `${JSON.stringify(field)}: ${JSON.stringify(value)}`).join(', ')} }`;

export const ruleText = (rule: Rule): string =>
  rule.kind === 'topic' ? `sujet = ${rule.topic}` : `filtre\u00a0: ${rule.expression}`;

/** Why, in one sentence without its full stop. */
export function becauseText(because: Because, publication: Publication | null): string {
  if (because.kind === 'content') return because.decided.map(decidedText).join(', ');
  if (publication?.topic === because.wanted) return `le sujet est bien ${because.wanted}`;
  return `le sujet est ${publication?.topic ?? 'un autre'}, et non ${because.wanted}`;
}

export function decidedText({ text, found, holds }: Decided): string {
  const field = text.slice(0, text.indexOf(' '));
  const because = found === null ? `pas de ${field}` : `${field} vaut ${valueText(found)}`;
  return `${text}\u00a0: ${holds ? 'vrai' : 'faux'} (${because})`;
}

const names = (all: readonly Standing[]): string => {
  const [last, ...others] = all.map(({ name }) => name).reverse();
  return others.length === 0 ? (last ?? '') : `${others.reverse().join(', ')} et ${last}`;
};

/** What became of the publication one looks at; what to do when there is none. */
export function outcomeText({ publication, subscribers }: Routing): string {
  if (publication === null) return 'Publiez\u00a0: le serveur dira qui reçoit, et pourquoi.';
  const reached = subscribers.filter(({ verdict }) => verdict?.reached);
  const judged = subscribers.filter(({ verdict }) => verdict !== null);
  const told = `La publication ${publication.number} atteint`;
  if (judged.length === 0) return `La publication ${publication.number} arrive au serveur.`;
  const of = `${counted(reached.length, 'abonné')} sur ${judged.length}`;
  return reached.length === 0
    ? `${told} 0\u00a0abonné sur ${judged.length}.`
    : `${told} ${of}\u00a0: ${names(reached)}.`;
}

/** A run is bounded: the server goes on with another, whose first publication is not number 1. */
export function forgottenText([first]: readonly Publication[]): string | null {
  if (!first || first.number === 1) return null;
  return first.number === 2
    ? 'La publication 1 n’est plus gardée.'
    : `Les publications 1 à ${first.number - 1} ne sont plus gardées.`;
}

/** `name`: how the subscriber of the event is called. */
export function eventText(event: RoutingEvent, name: string, publication: Publication | null): string {
  switch (event.type) {
    case 'subscribed':
      return `${name} s’abonne, ${ruleText(event.subscriber.rule)}.`;
    case 'changed':
      return `${name} change son abonnement, ${ruleText(event.subscriber.rule)}.`;
    case 'removed':
      return `${name} se désabonne.`;
    case 'published':
      return `Publication ${event.publication} sur le sujet ${event.topic}\u00a0: ${jsonText(event.content)}.`;
    case 'received':
      return `${name} reçoit la ${event.publication}\u00a0: ${becauseText(event.because, publication)}.`;
    case 'passed':
      return `${name} ne reçoit pas la ${event.publication}\u00a0: ${becauseText(event.because, publication)}.`;
    default:
      event satisfies never;
      return '';
  }
}

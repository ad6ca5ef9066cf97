// « Votre producteur » : judged on its latest run that wrote to the TD's topic, or to a name close to it.
import type { TdBatch } from '#contract/correction.ts';
import type { RecordView } from '#contract/kafka-events.ts';
import { awaited, type Card, cardOf, type Line, offsetsText, passed, plural, unknown, wrong } from './line.ts';
import { all, type Of, type Run } from './runs.ts';
import { isNear, readKey, readValue } from './step.ts';

type Produced = Of<'produced'>;
/** One record that was written, with all that is known of it. */
type Written = {
  deed: Produced;
  batch: TdBatch;
  record: RecordView;
  key: ReturnType<typeof readKey>;
  value: ReturnType<typeof readValue>;
  /** Which lot it belongs to, as far as anybody can tell. */
  lot: string | null;
};

const waitsFor = {
  topic: 'j’attends votre premier message',
  cle: 'j’attends deux étapes d’un même lot',
  valeur: 'j’attends un message',
  acks: 'j’attends un envoi',
  idempotence: 'j’attends un envoi',
  attente: 'j’attends deux étapes d’un même lot',
  ordre: 'j’attends les étapes 1, 2 et 3 d’un lot',
} as const;
type Rule = keyof typeof waitsFor;
const rules = Object.keys(waitsFor) as Rule[];

export function judgeProducer(runs: readonly Run[], topic: string, prefix: string): Card {
  const isMeant = (deed: Produced) => deed.topic === topic || isNear(deed.topic, prefix);
  const producing = runs.filter(({ deeds }) => all(deeds, 'produced').some(isMeant));
  const unsaid = neverFlushed(runs, producing.at(-1));
  const deeds = latestWork(producing.map((run) => all(run.deeds, 'produced')));
  const here = deeds.filter((deed) => deed.topic === topic);
  const elsewhere = deeds.filter(isMeant).filter((deed) => deed.topic !== topic);
  if (here.length > 0 && !unsaid) return cardOf(rules.map((rule) => judges[rule](written(here), here, topic)));
  const first = unsaid ?? (elsewhere.length > 0 ? elsewhereLine(elsewhere, topic) : awaited('topic', waitsFor.topic));
  return cardOf([first, ...rules.slice(1).map((rule) => awaited(rule, waitsFor[rule]))]);
}

/** The latest run, and those before it that it goes on from: a producer may be stopped in the middle of a lot. */
function latestWork(runs: readonly Produced[][]): Produced[] {
  let deeds = runs.at(-1) ?? [];
  for (const before of runs.slice(0, -1).reverse()) {
    const first = written(deeds)[0];
    const last = written(before).findLast(({ lot }) => lot !== null && lot === first?.lot);
    if (first?.value.kind !== 'step' || last?.value.kind !== 'step') break;
    if (first.value.step === 1 || last.value.step !== first.value.step - 1) break;
    deeds = [...before, ...deeds];
  }
  return deeds;
}

const elsewhereLine = (deeds: readonly Produced[], topic: string): Line =>
  wrong('topic', 'mauvais-topic', `écrit dans ${deeds.at(-1)?.topic}, attendu ${topic}`, deeds);

/** The latest program of all asked for the topic, has gone, and never wrote, read or joined. */
function neverFlushed(runs: readonly Run[], producing: Run | undefined): Line | null {
  const last = runs.at(-1);
  if (!last || last.worked || last.endedAt === null || last === producing) return null;
  const closed = all(last.deeds, 'closed');
  const apis = new Set(closed.flatMap((deed) => deed.apis));
  if (['FindCoordinator', 'JoinGroup', 'ListOffsets', 'Fetch', 'OffsetFetch'].some((api) => apis.has(api))) return null;
  const client = closed[0]?.clientId ?? '';
  if (apis.has('InitProducerId') || /produc/i.test(client)) {
    return wrong(
      'topic',
      'jamais-vide',
      `${client || 'un producteur'} a demandé le topic, puis s’est fermé sans rien écrire`,
      last.deeds,
    );
  }
  const seen = `${client || 'un programme'} a demandé le topic, puis s’est fermé sans rien écrire ni lire.`;
  return unknown(
    'topic',
    `${seen} Un producteur qui n’a pas appelé flush()\u00a0? Une simple visite\u00a0?`,
    last.deeds,
  );
}

function written(deeds: readonly Produced[]): Written[] {
  const seen = new Set<string>();
  const records = deeds.flatMap((deed) =>
    deed.batches.flatMap((batch) =>
      batch.records.flatMap((record) => {
        // A batch that is sent again keeps its offsets: it was written once.
        const place = `${batch.partition} ${record.offset}`;
        if (batch.error !== 0 || seen.has(place)) return [];
        seen.add(place);
        const key = readKey(record);
        const value = readValue(record);
        // By value when lots are named there, so that a key that changes is seen.
        const named = value.kind === 'step' ? value.lot : null;
        return [{ deed, batch, record, key, value, lot: named ?? ('text' in key ? key.text : null) }];
      }),
    ),
  );
  return records;
}

const offsets = (records: readonly Written[]): string =>
  [...new Set(records.map(({ batch }) => batch.partition))]
    .map((partition) => {
      const own = records.filter(({ batch }) => batch.partition === partition);
      return `partition ${partition}, ${offsetsText(own.map(({ record }) => record.offset))}`;
    })
    .join('\u00a0; ');
const deedsOf = (records: readonly Written[]): Produced[] => records.map(({ deed }) => deed);
const nameOf = ({ key }: Written): string => ('text' in key ? key.text.slice(0, 40) : 'aucune clé');

/** Records by lot, oldest first; those of no lot are left out. */
function lotsOf(records: readonly Written[]): Map<string, Written[]> {
  const lots = new Map<string, Written[]>();
  for (const one of records) if (one.lot !== null) lots.set(one.lot, [...(lots.get(one.lot) ?? []), one]);
  return lots;
}

const judges: Record<Rule, (records: Written[], deeds: readonly Produced[], topic: string) => Line> = {
  topic(records, deeds, topic) {
    const failed = deeds.filter(({ batches }) => batches.some(({ error }) => error !== 0));
    if (records.length > 0)
      return passed('topic', `${plural(records.length, 'message')} dans ${topic}, ${offsets(records)}`, deeds);
    return failed.length > 0
      ? awaited(
          'topic',
          `le broker a refusé l’envoi (erreur Kafka ${failed[0]?.batches.find(({ error }) => error)?.error})`,
          failed,
        )
      : unknown('topic', 'des messages sont arrivés, mais ils ne peuvent pas être relus', deeds);
  },

  cle(records) {
    if (records.length === 0) return awaited('cle', waitsFor.cle);
    const without = records.filter(({ key }) => key.kind === 'none');
    if (without.length > 0) return wrong('cle', 'sans-cle', `aucune clé\u00a0: ${offsets(without)}`, deedsOf(without));
    const json = records.filter(({ key }) => key.kind === 'json');
    if (json.length > 0)
      return wrong('cle', 'cle-json', `clé ${json.map(nameOf)[0]}\u00a0: ${offsets(json)}`, deedsOf(json));
    const changing = changingKey(records);
    if (changing) {
      const keys = [...new Set(changing.map(nameOf))].slice(0, 4).join(', ');
      return wrong('cle', 'cle-change', `clés ${keys}\u00a0: ${offsets(changing)}`, deedsOf(changing));
    }
    const other = records.filter(({ key, lot }) => key.kind !== 'text' || !(/lot/i.test(key.text) || key.text === lot));
    if (other.length > 0)
      return wrong('cle', 'cle-autre', `clé ${other.map(nameOf)[0]}\u00a0: ${offsets(other)}`, deedsOf(other));
    const lots = lotsOf(records);
    const evidence = [...lots.values()].slice(0, 4).map((own) => {
      const [first] = own;
      return first ? `${plural(own.length, 'message')}, clé ${nameOf(first)}, partition ${first.batch.partition}` : '';
    });
    const said = evidence.join('\u00a0; ');
    return [...lots.values()].some((own) => own.length > 1)
      ? passed('cle', said, deedsOf(records))
      : awaited('cle', said, deedsOf(records));
  },

  valeur(records) {
    if (records.length === 0) return awaited('valeur', waitsFor.valeur);
    const bad = records.filter(({ value }) => value.kind === 'not-json');
    if (bad.length > 0)
      return wrong('valeur', 'valeur-pas-json', `${offsets(bad)}\u00a0: ${shown(bad[0])}`, deedsOf(bad));
    const lacking = records.filter(({ value }) => value.kind === 'lacks');
    const [first] = lacking;
    if (first?.value.kind === 'lacks')
      return wrong(
        'valeur',
        'champs-manquants',
        `${offsets(lacking)}\u00a0: il manque ${first.value.fields.join(', ')}`,
        deedsOf(lacking),
      );
    if (records.some(({ value }) => value.kind === 'cut'))
      return unknown('valeur', 'la valeur est trop longue pour être relue ici', deedsOf(records));
    return passed(
      'valeur',
      `etape, machine et instruction dans ${plural(records.length, 'message')}`,
      deedsOf(records),
    );
  },

  acks(_records, deeds) {
    if (deeds.some(({ acks }) => acks === null)) return unknown('acks', 'un vrai Kafka ne le montre pas', deeds);
    const none = deeds.filter(({ acks }) => acks === 0);
    if (none.length > 0) return wrong('acks', 'acks-0', `acks 0 dans ${plural(none.length, 'envoi')}`, none);
    const one = deeds.filter(({ acks }) => acks !== -1);
    if (one.length > 0) return wrong('acks', 'acks-1', `acks 1 dans ${plural(one.length, 'envoi')}`, one);
    return passed('acks', `acks −1 dans ${plural(deeds.length, 'envoi')}`, deeds);
  },

  idempotence(_records, deeds) {
    const batches = deeds.flatMap((deed) => deed.batches);
    if (batches.length === 0) return awaited('idempotence', waitsFor.idempotence);
    if (batches.some(({ producerId }) => producerId === null))
      return unknown('idempotence', 'un vrai Kafka ne le montre pas', deeds);
    if (batches.some(({ producerId, baseSequence }) => producerId === -1 || baseSequence === -1)) {
      const client = deeds[0]?.software ?? deeds[0]?.clientId ?? 'le producteur';
      return wrong(
        'idempotence',
        'sans-idempotence',
        `${client}\u00a0: ni numéro de producteur ni numéro de suite`,
        deeds,
      );
    }
    const producers = [...new Set(batches.map(({ producerId }) => producerId))];
    const numbers = batches.map(({ baseSequence }) => baseSequence);
    const sequences = numbers.length > 8 ? `${numbers.slice(0, 8).join(', ')}…` : numbers.join(', ');
    return passed('idempotence', `producteur ${producers.slice(0, 4).join(', ')}, séquences ${sequences}`, deeds);
  },

  attente(records, deeds) {
    if (deeds.some(({ acks }) => acks === 0))
      return unknown('attente', 'avec acks 0, il n’y a pas de confirmation à attendre', deeds);
    if (deeds.some(({ inFlight }) => inFlight === undefined))
      return unknown('attente', 'un vrai Kafka ne le montre pas', deeds);
    const lots = lotsOf(records);
    const alone = lots.size === 0 ? new Map([['', records]]) : lots;
    for (const own of alone.values()) {
      const together = own.filter((one) => own.some((other) => other !== one && other.batch === one.batch));
      if (together.length > 0)
        return wrong(
          'attente',
          'n-attend-pas',
          `plusieurs étapes dans un même envoi\u00a0: ${offsets(together)}`,
          deedsOf(together),
        );
      const flying = own.filter(({ deed }) => own.some((other) => other.deed.id === deed.inFlight));
      const [first] = flying;
      if (first) {
        const before = deeds.find(({ id }) => id === first.deed.inFlight);
        const said = `requête n° ${first.deed.id} arrivée avant la réponse à la n° ${before?.id}`;
        return wrong(
          'attente',
          'n-attend-pas',
          `${said}\u00a0: ${offsets([first])}`,
          deeds.filter((one) => one === first.deed || one === before),
        );
      }
    }
    if (![...alone.values()].some((own) => own.length > 1)) return awaited('attente', waitsFor.attente, deeds);
    return passed('attente', 'jamais deux étapes d’un lot en vol', deeds);
  },

  ordre(records) {
    const lots = [...lotsOf(records).entries()].filter(([, own]) => own.every(({ value }) => value.kind === 'step'));
    if (lots.length === 0)
      return records.length === 0
        ? awaited('ordre', waitsFor.ordre)
        : unknown('ordre', 'sans la clé du lot et le numéro d’étape, on ne peut pas suivre un lot', deedsOf(records));
    if (changingKey(records) && records.every(({ value }) => value.kind === 'step' && value.lot === null))
      return unknown('ordre', 'la clé change à chaque étape\u00a0: on ne peut pas suivre un lot', deedsOf(records));
    let whole = 0;
    for (const [lot, own] of lots) {
      const steps = own.map(({ value }) => (value.kind === 'step' ? value.step : 0));
      const said = `${lot}\u00a0: étapes ${steps.slice(0, 12).join(', ')}, ${offsets(own)}`;
      const twice = steps.some((step, at) => at > 0 && step === steps[at - 1]);
      if (twice) return wrong('ordre', 'etape-double', said, deedsOf(own));
      if (steps.some((step, at) => step !== (at % 3) + 1)) return wrong('ordre', 'etapes-desordre', said, deedsOf(own));
      if (steps.length >= 3 && steps.length % 3 === 0) whole += 1;
    }
    const said = lots.slice(0, 3).map(
      ([lot, own]) =>
        `${lot}\u00a0: étapes ${own
          .map(({ value }) => (value.kind === 'step' ? value.step : '?'))
          .slice(0, 9)
          .join(', ')}`,
    );
    return whole === lots.length
      ? passed('ordre', said.join('\u00a0; '), deedsOf(records))
      : awaited('ordre', `${said.join('\u00a0; ')}\u00a0: la suite manque`, deedsOf(records));
  },
};

const shown = (one: Written | undefined): string => `«\u00a0${(one?.record.value?.text ?? '').slice(0, 40)}\u00a0»`;

/** The records whose key changes within what must be one lot; null when none does. */
function changingKey(records: readonly Written[]): Written[] | null {
  const named = records.filter(({ value }) => value.kind === 'step' && value.lot !== null);
  for (const own of lotsOf(named).values()) if (new Set(own.map(nameOf)).size > 1) return own;
  if (named.length > 0) return null;
  // Without the lot's name in the value: a key that begins in the middle of the work goes on from another one.
  const byKey = [...lotsOf(records).values()];
  const steps = byKey.map((own) => new Set(own.flatMap(({ value }) => (value.kind === 'step' ? [value.step] : []))));
  const begun = steps.some((own) => own.has(1));
  const torn = steps.some((own) => own.size > 0 && !own.has(1));
  return byKey.length > 1 && begun && torn ? [...records] : null;
}

// « Votre consommateur » : where it begins, on its latest run; how it works, on the latest run that read something; what it
// does after a breakdown and how it leaves, over its runs.
import { judgeWork } from './consumer-work.ts';
import { awaited, type Card, cardOf, type Line, offsetsText, passed, plural, unknown, wrong } from './line.ts';
import { all, type Of, type Run } from './runs.ts';
import { isNear } from './step.ts';

type Reader = {
  run: Run;
  group: string | null;
  joined: Of<'joined'>[];
  fetched: Of<'fetched'>[];
  asked: Of<'asked-offset'>[];
  committedBefore: Of<'asked-committed'>[];
  commits: Of<'committed'>[];
  left: Of<'left'>[];
};

function readerOf(run: Run, topic: string): Reader {
  const here = <D extends { topic: string }>(deeds: D[]): D[] => deeds.filter((deed) => deed.topic === topic);
  const joined = all(run.deeds, 'joined').filter(({ topics }) => topics.includes(topic));
  const commits = here(all(run.deeds, 'committed')).filter(({ error }) => error === 0);
  const committedBefore = here(all(run.deeds, 'asked-committed'));
  return {
    run,
    group: joined.at(-1)?.group ?? commits.at(-1)?.group ?? committedBefore.at(-1)?.group ?? null,
    joined,
    fetched: here(all(run.deeds, 'fetched')),
    asked: here(all(run.deeds, 'asked-offset')),
    committedBefore,
    commits,
    left: all(run.deeds, 'left'),
  };
}

const reads = ({ fetched }: Reader): boolean => fetched.some(({ count }) => count > 0);
const isReader = ({ joined, fetched, commits }: Reader): boolean => joined.length + fetched.length + commits.length > 0;

export function judgeConsumer(runs: readonly Run[], topic: string, prefix: string, workMs: number): Card {
  const readers = runs.map((run) => readerOf(run, topic)).filter(isReader);
  const last = readers.at(-1);
  const astray = runs.findLast(({ deeds }) =>
    all(deeds, 'joined').some(({ topics }) => topics.some((one) => isNear(one, prefix))),
  );
  if (astray && (!last || astray.startedAt > last.run.startedAt)) {
    const joined = all(astray.deeds, 'joined');
    const name = joined.at(-1)?.topics.find((one) => isNear(one, prefix));
    return cardOf([
      wrong('groupe', 'mauvais-topic', `abonné à ${name}, attendu ${topic}`, joined),
      ...waiting.slice(1),
    ]);
  }
  if (!last) return cardOf(waiting);
  const working = readers.findLast(reads) ?? last;
  return cardOf([group(last), start(last, readers), ...judgeWork(working, workMs), again(readers), leaving(last)]);
}

const waiting: readonly Line[] = [
  awaited('groupe', 'j’attends votre consommateur'),
  awaited('debut', 'j’attends sa première lecture'),
  awaited('travail', 'j’attends une première validation'),
  awaited('commit', 'j’attends une première validation'),
  awaited('un-a-la-fois', 'j’attends deux validations'),
  awaited('reprise', 'arrêtez-le brutalement pendant un travail, puis relancez-le'),
  awaited('depart', 'j’attends sa fin'),
];

function group({ group, joined, fetched, commits }: Reader): Line {
  const [first] = joined;
  if (first) {
    const members = new Set(joined.map(({ memberId }) => memberId)).size;
    return passed('groupe', `groupe ${first.group}, ${plural(members, 'membre')}`, joined);
  }
  if (group !== null) return passed('groupe', `groupe ${group}`, commits);
  return wrong('groupe', 'sans-groupe', `lit sans groupe\u00a0: ${places(fetched)}`, fetched);
}

const places = (fetched: readonly Of<'fetched'>[]): string =>
  [...new Set(fetched.map(({ partition }) => partition))]
    .slice(0, 6)
    .map((partition) => {
      const own = fetched.filter((one) => one.partition === partition);
      return `partition ${partition}, ${offsetsText([own[0]?.offset ?? 0])}`;
    })
    .join('\u00a0; ');

/** From where a group begins that has committed nothing. */
function startOf(reader: Reader): Line | null {
  const fresh = reader.committedBefore.length === 0 || reader.committedBefore.some(({ offset }) => offset < 0);
  if (!fresh) return null;
  const earliest = reader.asked.filter(({ wanted }) => wanted === 'earliest');
  const latest = reader.asked.filter(({ wanted }) => wanted === 'latest');
  if (earliest.length > 0) {
    // Some clients look at both ends: where they begin to read decides.
    const began = reader.fetched[0];
    const atEnd =
      began && latest.some(({ partition, offset }) => partition === began.partition && offset === began.offset);
    const atStart =
      began && earliest.some(({ partition, offset }) => partition === began.partition && offset === began.offset);
    if (latest.length > 0 && atEnd && atStart)
      return unknown('debut', 'il a demandé le début et la fin, et la partition est vide', [...earliest, ...latest]);
    if (latest.length === 0 || atStart)
      return passed('debut', `demande le début\u00a0: ${places(reader.fetched) || 'partition vide'}`, earliest);
  }
  if (latest.length === 0) return null;
  const missed = latest.filter(({ offset }) => offset > 0);
  return missed.length > 0
    ? wrong(
        'debut',
        'lance-apres',
        `demande la fin\u00a0: ${missed.map(({ partition, offset }) => `partition ${partition}, offset ${offset}`).join('\u00a0; ')}`,
        latest,
      )
    : wrong('debut', 'latest', 'demande la fin du topic, encore vide', latest);
}

function start(last: Reader, readers: readonly Reader[]): Line {
  const own = startOf(last);
  if (own) return own;
  const before = readers.filter((one) => one !== last && one.group === last.group && one.group !== null);
  const known = before.map(startOf).findLast((line) => line !== null);
  if (known) return known;
  const from = last.committedBefore.filter(({ offset }) => offset >= 0);
  if (from.length === 0) return awaited('debut', 'j’attends sa première lecture');
  const where = from.map(({ partition, offset }) => `partition ${partition}, offset ${offset}`).join('\u00a0; ');
  return unknown('debut', `le groupe avait déjà validé (${where})\u00a0: changez de group_id pour le montrer`, from);
}

/** After a stop with something read and not committed: does the next run begin with it? */
function again(readers: readonly Reader[]): Line {
  let line: Line | null = null;
  for (const [at, before] of readers.entries()) {
    const next = readers.slice(at + 1).find((one) => one.group === before.group);
    if (!next || before.group === null || before.run.endedAt === null) continue;
    for (const { partition, from } of unfinished(before)) {
      const [first] = next.fetched.filter((one) => one.partition === partition);
      if (!first) continue;
      const deeds = [...before.fetched.filter((one) => one.partition === partition).slice(-1), first];
      line =
        first.offset <= from
          ? passed(
              'reprise',
              `arrêté à l’offset ${from} de la partition ${partition}, non validé\u00a0; relu en premier au redémarrage`,
              deeds,
            )
          : wrong(
              'reprise',
              'etape-perdue',
              `arrêté à l’offset ${from}, non validé\u00a0; reparti de l’offset ${first.offset}`,
              deeds,
            );
    }
  }
  const stopped = readers.at(-1);
  if (line) return line;
  if (stopped?.run.endedAt != null && stopped.group !== null && unfinished(stopped).length > 0)
    return awaited('reprise', `arrêté à l’offset ${unfinished(stopped)[0]?.from}, non validé\u00a0: relancez-le`);
  return awaited('reprise', 'arrêtez-le brutalement pendant un travail, puis relancez-le');
}

/** What was read and not committed, by partition. */
function unfinished({ fetched, commits, committedBefore }: Reader): { partition: number; from: number }[] {
  return [...new Set(fetched.map(({ partition }) => partition))].flatMap((partition) => {
    const own = fetched.filter((one) => one.partition === partition);
    const end = Math.max(...own.map(({ offset, count }) => offset + count));
    const before = committedBefore.findLast((one) => one.partition === partition && one.offset >= 0)?.offset;
    const from = commits.findLast((one) => one.partition === partition)?.offset ?? before ?? own[0]?.offset ?? 0;
    return from < end ? [{ partition, from }] : [];
  });
}

function leaving(last: Reader): Line {
  const { left, run, group, joined } = last;
  const silent = left.findLast(({ reason }) => reason !== 'leave');
  const clean = left.findLast(({ reason }) => reason === 'leave');
  if (silent?.reason === 'rebalance-timeout')
    return wrong('depart', 'trop-lent', `sorti du groupe ${silent.group}\u00a0: poll() est venu trop tard`, [silent]);
  if (clean && (!silent || clean.id > silent.id)) return passed('depart', `a quitté le groupe ${clean.group}`, [clean]);
  if (group === null || joined.length === 0) return awaited('depart', 'j’attends un consommateur dans un groupe');
  if (run.endedAt === null) return awaited('depart', 'il est encore là\u00a0: arrêtez-le avec Ctrl+C');
  const closed = all(run.deeds, 'closed');
  const [cut] = unfinished(last);
  if (cut)
    return awaited(
      'depart',
      `arrêté en plein travail (offset ${cut.from})\u00a0: c’est l’essai de panne. Finissez maintenant proprement`,
      closed,
    );
  return wrong('depart', 'part-sans-prevenir', `connexion fermée sans quitter le groupe ${group}`, closed);
}

// How a consumer works, told by its commits: what each one covers, and how long after the record came, or after the commit
// before it. The broker does not see poll(): one record at a time shows in offsets that go up one by one.
import { awaited, durationText, type Line, passed, plural, unknown, wrong } from './line.ts';
import { all, type Of, type Run } from './runs.ts';

type Worker = {
  run: Run;
  fetched: Of<'fetched'>[];
  commits: Of<'committed'>[];
  joined: Of<'joined'>[];
  committedBefore: Of<'asked-committed'>[];
};
/** One partition of one OffsetCommit that goes beyond what was committed before. */
type Progress = { deed: Of<'committed'>; from: number; to: number; ms: number };
/** Clocks of two requests and the reading of a sleep: a work of 1 s may be seen as 0,9 s. */
const slack = 0.85;
/** auto.commit.interval.ms of kafka-python, librdkafka and Java. */
const automaticMs = { least: 4_800, most: 5_400 } as const;

export function judgeWork(worker: Worker, workMs: number): Line[] {
  const { run, commits, fetched } = worker;
  const hasRead = fetched.some(({ count }) => count > 0);
  if (commits.length === 0) {
    const gone = run.endedAt !== null && all(run.deeds, 'left').some(({ reason }) => reason === 'leave');
    const said = `a lu ${read(fetched)}, n’a rien validé`;
    const line =
      gone && hasRead
        ? wrong('commit', 'jamais-valide', said, fetched)
        : awaited('commit', hasRead ? `${said} encore` : 'j’attends une première validation');
    return [
      awaited('travail', 'j’attends une première validation'),
      line,
      awaited('un-a-la-fois', 'j’attends deux validations'),
    ];
  }
  if (fetched.length === 0) {
    const said = 'les lectures ne se voient pas ici';
    return [
      unknown('travail', said, commits),
      unknown(
        'commit',
        `validations\u00a0: ${commits
          .map(({ offset }) => offset)
          .slice(0, 9)
          .join(', ')}`,
        commits,
      ),
      unknown('un-a-la-fois', said, commits),
    ];
  }
  const { steps, misplaced } = progressOf(worker, workMs);
  if (misplaced) {
    const { deed, why } = misplaced;
    return [
      awaited('travail', 'validez d’abord le bon offset'),
      wrong('commit', 'commit-mauvais-offset', why, [deed]),
      awaited('un-a-la-fois', 'validez d’abord le bon offset'),
    ];
  }
  const jump = steps.find(({ from, to }) => to - from > 1);
  const early = steps.find(({ ms, from, to }) => to - from === 1 && ms < workMs * slack);
  const automatic = [jump, early].find((step) => step !== undefined && isAutomatic(step, worker));
  if (automatic) {
    const said = `${covers(automatic)}, ${durationText(automatic.deed.at - (worker.joined[0]?.at ?? automatic.deed.at))} après l’entrée dans le groupe\u00a0: le rythme d’une validation automatique`;
    return [
      awaited('travail', 'validez vous-même, après le travail'),
      wrong('commit', 'auto-commit', said, commits),
      awaited('un-a-la-fois', 'validez vous-même, après chaque étape'),
    ];
  }
  return [work(steps, early, workMs), commit(steps, jump, workMs), oneByOne(steps, jump, workMs)];
}

const read = (fetched: readonly Of<'fetched'>[]): string =>
  plural(
    fetched.reduce((sum, { count }) => sum + count, 0),
    'message',
  );
const covers = ({ deed, from, to }: Progress): string =>
  to - from === 1
    ? `commit ${to} de la partition ${deed.partition} (requête n° ${deed.id})`
    : `commit ${to} de la partition ${deed.partition} d’un coup pour les offsets ${from} à ${to - 1} (requête n° ${deed.id})`;

function progressOf({ fetched, commits, committedBefore }: Worker, workMs: number) {
  const steps: Progress[] = [];
  let misplaced: { deed: Of<'committed'>; why: string } | null = null;
  const done = new Map<number, { id: number; offset: number; at: number }>();
  for (const deed of commits) {
    const own = fetched.filter(({ partition, at }) => partition === deed.partition && at <= deed.at);
    // What the group had committed when it was asked again (a rebalance) is where this member goes on from.
    const resumed = committedBefore.findLast(({ partition, id }) => partition === deed.partition && id < deed.id);
    const latest = done.get(deed.partition);
    const before = latest && resumed && resumed.id > latest.id ? undefined : latest;
    const from = before?.offset ?? (resumed && resumed.offset >= 0 ? resumed.offset : own[0]?.offset);
    if (from === undefined || own.length === 0) continue;
    const end = Math.max(...own.map(({ offset, count }) => offset + count));
    const came = own.findLast(({ offset, count }) => offset <= from && from < offset + count)?.answeredAt;
    if (deed.offset > end)
      misplaced ??= { deed, why: `commit ${deed.offset} alors que rien n’a été lu après l’offset ${end - 1}` };
    else if (deed.offset < from)
      misplaced ??= { deed, why: `commit ${deed.offset} après un commit ${from}\u00a0: la position recule` };
    else if (deed.offset > from) {
      const began = Math.max(came ?? own[0]?.answeredAt ?? deed.at, before?.at ?? 0);
      steps.push({ deed, from, to: deed.offset, ms: deed.at - began });
      done.set(deed.partition, { id: deed.id, offset: deed.offset, at: deed.answeredAt });
    } else if (came !== undefined && steps.length === 0 && deed.at - came >= workMs * slack && isAlone(deed, commits)) {
      misplaced ??= {
        deed,
        why: `commit ${deed.offset} ${durationText(deed.at - came)} après la lecture de l’offset ${from}\u00a0: le prochain à lire est ${from + 1}`,
      };
    }
  }
  return { steps, misplaced };
}

/** No other partition of the same request goes forward: a commit of everything names what did not move too. */
const isAlone = (deed: Of<'committed'>, commits: readonly Of<'committed'>[]): boolean =>
  commits.every((other) => other === deed || other.id !== deed.id || other.offset === 0);

/** At the pace of a timer: five seconds after joining, or again and again although nothing was done. */
function isAutomatic(step: Progress, { commits, joined }: Worker): boolean {
  const since = (at: number) => step.deed.at - at;
  const usual = (ms: number) => ms >= automaticMs.least && ms <= automaticMs.most;
  const requests = [...new Map(commits.map((deed) => [deed.id, deed])).values()];
  if (joined.some(({ at }) => usual(since(at))) || requests.some(({ at }) => usual(since(at)))) return true;
  const still = requests.filter(({ partition, offset, at }) =>
    commits.some((one) => one.partition === partition && one.offset === offset && one.at < at),
  );
  const gaps = still.slice(1).map(({ at }, index) => at - (still[index]?.at ?? at));
  const median = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const regular = gaps.filter((gap) => Math.abs(gap - median) <= Math.max(150, median * 0.25));
  return gaps.length >= 3 && median > 200 && regular.length >= gaps.length * 0.6;
}

function work(steps: readonly Progress[], early: Progress | undefined, workMs: number): Line {
  const deeds = steps.map(({ deed }) => deed);
  if (early)
    return wrong(
      'travail',
      'commit-avant-travail',
      `${covers(early)} reçu ${durationText(early.ms)} après la lecture de ${early.from}\u00a0: la machine travaille ${durationText(workMs)}`,
      [early.deed],
    );
  if (steps.length === 0) return awaited('travail', 'j’attends une première validation');
  const shortest = Math.min(...steps.map(({ ms }) => ms));
  return passed('travail', `chaque validation vient ${durationText(shortest)} au moins après la lecture`, deeds);
}

function commit(steps: readonly Progress[], jump: Progress | undefined, workMs: number): Line {
  if (jump && jump.ms >= (jump.to - jump.from) * workMs * slack)
    return wrong('commit', 'commit-par-lot', covers(jump), [jump.deed]);
  if (jump) return awaited('commit', 'validez une étape à la fois', [jump.deed]);
  if (steps.length === 0) return awaited('commit', 'j’attends une première validation');
  const said = steps
    .map(({ to }) => to)
    .slice(0, 12)
    .join(', ');
  return passed(
    'commit',
    `${plural(steps.length, 'étape')}, ${plural(steps.length, 'validation')}\u00a0: ${said}`,
    steps.map(({ deed }) => deed),
  );
}

function oneByOne(steps: readonly Progress[], jump: Progress | undefined, workMs: number): Line {
  if (jump && jump.ms < (jump.to - jump.from) * workMs * slack)
    return wrong('un-a-la-fois', 'plusieurs-etapes', `${covers(jump)}, ${durationText(jump.ms)} après leur lecture`, [
      jump.deed,
    ]);
  if (jump) return awaited('un-a-la-fois', 'validez chaque étape pour le montrer', [jump.deed]);
  if (steps.length < 2) return awaited('un-a-la-fois', 'j’attends deux validations');
  return passed(
    'un-a-la-fois',
    'l’offset validé avance de 1 en 1 (le broker ne voit pas poll(), il voit vos validations)',
    steps.map(({ deed }) => deed),
  );
}

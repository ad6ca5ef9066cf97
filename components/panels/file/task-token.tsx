// One task: its number; a second delivery and a poisoned task are told by a sign and by words.
import type { TaskView } from '#labs/file/lab.ts';
import { taskName } from './words.ts';

const looks: Record<TaskView['place'], string> = {
  ready: 'border-line-strong bg-sheet',
  hand: 'border-accent bg-accent-soft text-accent',
  done: 'border-good bg-good-soft text-good',
  dead: 'border-warn bg-warn-soft text-warn',
};

export function TaskToken({ task }: { task: TaskView }) {
  const { number, poison, redelivered, given, place } = task;
  const isAgain = redelivered && place !== 'done';
  return (
    <span
      className={`inline-flex h-7 min-w-7 items-center justify-center gap-1 rounded border-2 px-1 font-bold font-mono text-sm ${poison ? 'border-dashed' : ''} ${looks[place]}`}
      data-tache={number}
      data-redistribuee={isAgain || undefined}
      title={`${taskName(number)}${poison ? ', empoisonnée' : ''}${isAgain ? `, redistribuée, essai ${given}` : ''}`}
    >
      <span className="sr-only">tâche </span>
      {number > 0 ? number : '…'}
      {poison ? (
        <>
          <span aria-hidden="true">!</span>
          <span className="sr-only"> empoisonnée</span>
        </>
      ) : null}
      {isAgain ? (
        <>
          <span aria-hidden="true">↻{given > 1 ? given : ''}</span>
          <span className="sr-only"> redistribuée, essai {given}</span>
        </>
      ) : null}
    </span>
  );
}

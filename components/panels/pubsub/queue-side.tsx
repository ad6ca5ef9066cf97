// The work queue beside the topic: what waits, and a card for each worker. Their rows complete each other: a message is in one of them.
import type { ReactNode } from 'react';
import type { FileState } from '#labs/file/lab.ts';
import { cellsOf, type Share, type Shares, sharesOf, type TaskCell } from '#labs/file/shares.ts';
import { counted } from '../../lab/format.ts';
import { cellText, shareText, workerText } from './queue-words.ts';
import { type Look, Square } from './square.tsx';

export type QueueActions = { hire: ReactNode; ofWorker(share: Share): ReactNode };

const looks: Record<TaskCell, Look> = {
  done: 'received',
  again: 'doubled',
  hand: 'hand',
  other: 'before',
  waiting: 'before',
  dead: 'refused',
};

export function QueueSide({ file, actions }: { file: FileState; actions: QueueActions }) {
  const shares = sharesOf(file);
  const { waiting } = shares;
  return (
    <section aria-label="La file d’attente" className="min-w-0" data-cible="file">
      <h3 className="mb-2 font-bold projection:mb-1">La file&nbsp;: un seul ouvrier traite chaque message</h3>
      <ul className="space-y-2 projection:space-y-1">
        <li className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1" data-attente={waiting.length}>
          <span className="text-muted text-sm">
            {waiting.length === 0 ? 'rien n’attend' : `${counted(waiting.length, 'message')} en attente`}
          </span>
          <span className="flex flex-wrap gap-1">
            {waiting.map((number) => (
              <Square key={number} look="waiting" number={number} />
            ))}
          </span>
          <span className="projector-hidden ml-auto">{actions.hire}</span>
        </li>
        {shares.workers.map((share) => (
          <li key={share.worker}>
            <WorkerRow file={file} shares={shares} share={share} actions={actions} />
          </li>
        ))}
      </ul>
      <p className="mt-2 text-muted text-sm projection:hidden" aria-hidden="true">
        <Square look="received" number={1} /> traité <Square look="hand" number={2} /> en main{' '}
        <Square look="before" number={3} /> pas chez lui
      </p>
    </section>
  );
}

function WorkerRow(props: { file: FileState; shares: Shares; share: Share; actions: QueueActions }) {
  const { file, shares, share, actions } = props;
  const cells = cellsOf(file, shares, share);
  const { worker, there } = share;
  return (
    <article
      aria-label={`Ouvrier ${worker}`}
      data-cible={`ouvrier-${worker}`}
      className={`min-w-0 rounded-xl border bg-sheet px-3 py-2 projection:py-0.5 ${there ? 'border-line' : 'border-line-strong border-dashed'}`}
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h4 className="font-bold">Ouvrier {worker}</h4>
        <span className={`font-semibold ${there ? 'text-good' : 'text-warn'}`} data-presence>
          <span aria-hidden="true">{there ? '●' : '○'}</span> {workerText(share)}
        </span>
        {there ? <div className="projector-hidden ml-auto">{actions.ofWorker(share)}</div> : null}
      </div>
      <ol className="mt-1 flex flex-wrap gap-1" aria-label={`Les messages de l’ouvrier ${worker}`}>
        {cells.map(({ number, cell }) => (
          <li key={number} data-message={number} data-sort={cell}>
            <span className="sr-only">{`${number}\u00a0: ${cellText[cell]}`}</span>
            <Square look={looks[cell]} number={number} />
          </li>
        ))}
      </ol>
      <p className="wrap-anywhere text-muted text-sm projection:hidden" data-traites>
        {shareText(share)}
      </p>
    </article>
  );
}

// One client: where it stands, and one square a message, in the order in which they came; those that its server does not have last.
import type { ReactNode } from 'react';
import type { Fate, Fates } from '#labs/serveurs/fates.ts';
import { countsText, fateText } from './words.ts';

const looks: Record<Fate, string> = {
  received: 'border-accent bg-accent-soft text-ink',
  doubled: 'border-warn bg-warn-soft text-ink',
  missed: 'border-warn border-dashed bg-sheet text-warn',
  awaited: 'border-line-strong border-dotted bg-sheet text-muted',
};

type Cell = { key: string; message: number; fate: Fate; under: string; words: string };

function cellsOf({ client, cells }: Fates): Cell[] {
  const came = client.got.map(({ message, sequence, late }, index): Cell => {
    const again = client.got.slice(0, index).some((each) => each.message === message);
    return {
      key: `got-${index}`,
      message,
      fate: again ? 'doubled' : 'received',
      under: `n°\u00a0${sequence}`,
      words: `${again ? 'reçu encore une fois' : 'reçu'}${late ? ' en arrivant' : ''}, n°\u00a0${sequence} dans la salle`,
    };
  });
  const rest = cells
    .filter(({ fate }) => fate === 'missed' || fate === 'awaited')
    .map(
      ({ message, fate }): Cell => ({
        key: `not-${message}`,
        message,
        fate,
        under: fate === 'missed' ? 'manqué' : '…',
        words: fateText[fate],
      }),
    );
  return [...came, ...rest];
}

export function ClientCard(props: { fates: Fates; presence: string; actions: ReactNode }) {
  const { fates, presence, actions } = props;
  const { client, counts, unanswered } = fates;
  const cells = cellsOf(fates);
  return (
    <article
      aria-label={`Client ${client.name}`}
      data-cible={`client-${client.name.toLowerCase()}`}
      className={`min-w-0 rounded-lg border bg-sheet px-3 py-1.5 projection:py-0.5 ${client.there ? 'border-line' : 'border-line-strong border-dashed'}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h4 className="font-bold">{client.name}</h4>
        <span
          className={`font-semibold text-sm ${client.there ? 'text-good' : presence === 'attend' ? 'text-warn' : 'text-muted'}`}
          data-presence
        >
          <span aria-hidden="true">{client.there ? '●' : '○'}</span> {presence}
        </span>
        <span className="text-muted text-sm" data-cible="bilan">
          {countsText(counts)}
        </span>
        {unanswered === null ? null : (
          <span className="text-sm text-warn" data-sans-reponse>
            message {unanswered} écrit, sans réponse encore
          </span>
        )}
        <div className="projector-hidden ml-auto flex gap-1">{actions}</div>
      </div>
      {cells.length === 0 ? null : (
        <ol className="mt-1 flex flex-wrap gap-1" aria-label={`Les messages de ${client.name}`}>
          {cells.map(({ key, message, fate, under, words }) => (
            <li key={key} data-message={message} data-sort={fate}>
              <span className="sr-only">{`message ${message}\u00a0: ${words}`}</span>
              <span
                aria-hidden="true"
                className={`grid min-w-12 justify-items-center rounded-md border-2 px-1 font-mono leading-tight projection:flex projection:items-baseline projection:gap-1 ${looks[fate]}`}
              >
                <span className="font-semibold">{message}</span>
                <span className="text-xs projection:text-sm">{under}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </article>
  );
}

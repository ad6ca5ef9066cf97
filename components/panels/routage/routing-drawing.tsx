'use client';
// One publication and its subscribers: a way to each, whole when it was reached, cut when it was not; on the subscription, the
// part that decided.
import type { ReactNode } from 'react';
import { piecesOf } from '#labs/routage/pieces.ts';
import type { Publication, Routing, Standing } from '#labs/routage/run.ts';
import { becauseText, jsonText } from './words.ts';

export type ActionsOf = (one: Standing) => ReactNode;

export function RoutingDrawing({ state, actionsOf }: { state: Routing; actionsOf: ActionsOf }) {
  const { publication, subscribers } = state;
  return (
    <section aria-label="Le routage" className="@container">
      <p data-cible="publication" className="wrap-anywhere mb-2 projection:mb-0 projection:leading-tight">
        {publication ? (
          <>
            <strong>Publication {publication.number}</strong> <span className="text-muted">sujet</span>{' '}
            <span className="font-bold font-mono">{publication.topic}</span>{' '}
            <span className="font-mono">{jsonText(publication.content)}</span>
          </>
        ) : (
          <span className="text-muted">Aucune publication pour l’instant.</span>
        )}
      </p>
      {subscribers.length === 0 ? <p className="text-muted">Plus aucun abonné&nbsp;: ajoutez-en un.</p> : null}
      <ul className="space-y-2 projection:space-y-1">
        {subscribers.map((one, index) => (
          <li key={one.id} className="grid grid-cols-[2.5rem_minmax(0,1fr)] @xl:grid-cols-[7rem_minmax(0,1fr)]">
            <Way one={one} publication={publication} isFirst={index === 0} isLast={index === subscribers.length - 1} />
            <Card one={one} publication={publication} actions={actionsOf(one)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type Here = { one: Standing; publication: Publication | null };

function Way({ one, publication, isFirst, isLast }: Here & { isFirst: boolean; isLast: boolean }) {
  const reached = one.verdict?.reached ?? null;
  return (
    <div className="relative" aria-hidden="true">
      {/* The trunk: from the publication above, down to this way. */}
      <span
        className={`absolute left-3 border-line-strong border-l-2 ${isFirst ? '-top-2' : '-top-3'} ${isLast ? 'bottom-1/2' : 'bottom-0'}`}
      />
      <span
        className={`absolute top-1/2 right-0 left-3 ${reached ? 'border-good border-t-4' : 'border-line-strong border-t-2 border-dashed'}`}
      />
      {publication && reached !== null ? (
        <span
          key={publication.number}
          className={`absolute top-1/2 -translate-x-1/2 -translate-y-1/2 transition-[left] duration-300 starting:left-3 ${reached ? 'left-[75%]' : 'left-1/2'}`}
        >
          <span
            className={`grid h-[1.6rem] min-w-[1.6rem] place-items-center rounded border-2 bg-sheet px-1 font-bold font-mono text-xs ${reached ? 'border-good text-good' : 'border-warn text-warn'}`}
          >
            {reached ? publication.number : '✗'}
          </span>
        </span>
      ) : null}
    </div>
  );
}

function Card({ one, publication, actions }: Here & { actions: ReactNode }) {
  const { verdict } = one;
  return (
    <article
      aria-label={`Abonné ${one.name}`}
      data-cible={`abonne-${one.id}`}
      className="min-w-0 rounded-xl border border-line bg-sheet px-3 py-2 projection:py-0.5"
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-bold">{one.name}</h3>
        <p className="wrap-anywhere min-w-0 flex-1 basis-40 text-sm" data-cible="abonnement">
          <Subscription one={one} />
        </p>
        <p className="whitespace-nowrap font-bold" data-cible="verdict" data-verdict>
          {verdict === null ? (
            <span className="font-normal text-muted">{publication ? 'en attente' : ''}</span>
          ) : (
            <span className={verdict.reached ? 'text-good' : 'text-warn'}>
              {verdict.reached ? '✓\u00a0reçu' : '✗\u00a0pas reçu'}
            </span>
          )}
        </p>
        {actions ? <div className="projector-hidden flex gap-1">{actions}</div> : null}
      </div>
      <p className="wrap-anywhere text-muted text-sm projection:leading-tight" data-cible="raison">
        {verdict ? `${becauseText(verdict.because, publication)}.` : '\u00a0'}
      </p>
      <p className="text-muted text-sm projection:hidden">
        reçus&nbsp;: <span className="font-mono text-ink">{one.received.join(', ') || 'aucun'}</span>
      </p>
    </article>
  );
}

function Subscription({ one: { rule, verdict } }: { one: Standing }) {
  if (rule.kind === 'topic') {
    return (
      <>
        <span className="text-muted">sujet =</span> <Decisive holds={verdict?.reached ?? null}>{rule.topic}</Decisive>
      </>
    );
  }
  const decided = verdict?.because.kind === 'content' ? verdict.because.decided : [];
  return (
    <>
      <span className="text-muted">filtre</span>{' '}
      {piecesOf(rule.expression, decided).map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the expression
        <Decisive key={index} holds={piece.decided?.holds ?? null}>
          {piece.text}
        </Decisive>
      ))}
    </>
  );
}

/** Underlined whole when it held, dashed when it did not; the sentence below says it in words. */
function Decisive({ holds, children }: { holds: boolean | null; children: ReactNode }) {
  const line = holds === null ? '' : `border-b-3 ${holds ? 'border-good' : 'border-warn border-dashed'}`;
  return (
    <span className={`font-mono ${line}`} data-decide={holds ?? undefined}>
      {children}
    </span>
  );
}

'use client';
// Says in the frame of a lab that another server goes on with it, or that some events could not be told: once to who listens, and
// to who looks until it is read.
import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import type { HandoverNews } from './timeline.ts';

const moved =
  'Un autre serveur a pris le relais. Ce qui était en cours ici s’est arrêté\u00a0: relancez-le au besoin. Ce qui s’est passé avant reste sur la ligne de temps.';
const unheard =
  'Pendant un moment, le serveur n’a pas pu tout noter. L’image est à jour, mais des événements peuvent manquer sur la ligne de temps.';

/** `news`: null when there is none, or while one looks at what was before. */
export function HandoverNote({ news, onRead }: { news: HandoverNews | null; onRead(): void }) {
  const said = useRef(-1);
  const offset = news?.offset ?? null;
  useEffect(() => {
    if (offset === null) return;
    return () => {
      said.current = offset;
    };
  }, [offset]);
  return (
    <div
      className={
        news
          ? 'flex flex-wrap items-center gap-x-4 gap-y-1.5 border-accent border-b bg-accent-soft px-5 py-1.5 projection:leading-tight'
          : ''
      }
      data-relais={news ? (news.moved ? 'moved' : 'unheard') : undefined}
    >
      {/* There before its words, so that they are told; back from the past they are not told again. */}
      <p role={offset !== null && offset === said.current ? undefined : 'status'} className="min-w-60 flex-1 text-sm">
        {news ? (news.moved ? moved : unheard) : null}
      </p>
      {news ? (
        <Button small onClick={onRead}>
          J’ai lu
        </Button>
      ) : null}
    </div>
  );
}

'use client';
// What was said in a room, in the order of its numbers, between what else happened there. What others wrote is text, always.
import { useLayoutEffect, useRef } from 'react';
import type { SalonLine, Unsent } from '#labs/chat/salon.ts';
import { clockTime } from '../../lab/format.ts';
import { type Notice, noticeText } from './words.ts';

/** How far from its end one may be and still follow it, px. */
const near = 48;

export function RoomLog({
  label,
  lines,
  unsent,
  empty,
  className,
}: {
  label: string;
  lines: readonly SalonLine[];
  unsent: readonly Unsent[];
  empty: string;
  className: string;
}) {
  const box = useRef<HTMLElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves the end
  useLayoutEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, unsent]);
  return (
    <section
      ref={box}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard (WCAG 2.1.1)
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < near;
      }}
      className={`overflow-y-auto rounded-lg border border-line bg-sheet px-3 py-2 ${className}`}
    >
      {lines.length === 0 && unsent.length === 0 ? <p className="text-muted text-sm">{empty}</p> : null}
      <ol>
        {lines.map((line) => (
          <li key={line.n} className="py-0.5 [contain:paint]" data-ligne={line.kind}>
            <Line line={line} />
          </li>
        ))}
      </ol>
      {unsent.length === 0 ? null : (
        <ul aria-label="Pas encore enregistré" className="mt-1 border-line border-t pt-1 text-muted text-sm">
          {unsent.map(({ id, content }) => (
            <li key={id} data-attente className="[overflow-wrap:anywhere]">
              pas encore enregistré&nbsp;: <bdi>{content}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Line({ line }: { line: SalonLine }) {
  if (line.kind === 'message') {
    const { sequence, sender, content, timestamp } = line.message;
    return <Said number={sequence} who={sender} at={timestamp} content={content} />;
  }
  if (line.kind === 'sent')
    return <Said number={line.sequence} who={`vous à ${line.to}`} at={line.at} content={line.content} />;
  return <Told line={line} />;
}

function Told({ line }: { line: Notice }) {
  const tone = line.kind === 'presence' ? 'text-muted' : 'text-warn font-semibold';
  return (
    <p className={`text-sm [overflow-wrap:anywhere] ${tone}`}>
      {'at' in line ? <span className="font-mono projection:hidden">{clockTime(line.at)} · </span> : null}
      {noticeText(line)}
    </p>
  );
}

function Said({ number, who, at, content }: { number: number; who: string; at: number; content: string }) {
  return (
    <div className="grid grid-cols-[minmax(1.5rem,auto)_minmax(0,1fr)] items-baseline gap-x-2">
      <span className="text-right font-mono font-semibold text-accent text-sm" data-numero={number}>
        {number}
      </span>
      <p className="[overflow-wrap:anywhere]">
        <bdi className="font-semibold" data-auteur>
          {who}
        </bdi>{' '}
        <span className="font-mono text-muted text-xs projection:hidden">{clockTime(at)}</span>{' '}
        <bdi data-texte>{content}</bdi>
      </p>
    </div>
  );
}

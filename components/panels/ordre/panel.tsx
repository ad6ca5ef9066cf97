'use client';
// The panel « FIFO, causal, total » : one exchange, four ways to order it, step by step. A simulation in the page, and it says so.
import { useMemo, useState } from 'react';
import type { OrderEvent } from '#labs/order/events.ts';
import { participants, rendezVous } from '#labs/order/exchange.ts';
import type { Order } from '#labs/order/inbox.ts';
import { judge } from '#labs/order/judge.ts';
import { beginning, orderLabFrom } from '#labs/order/lab.ts';
import { simulate } from '#labs/order/simulate.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { useRun } from '../../lab/use-run.ts';
import { useTable } from '../../lab/use-table.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { Chip } from '../../ui/chip.tsx';
import { Drawing } from './drawing.tsx';
import { Readers } from './readers.tsx';
import { Settings } from './settings.tsx';
import { TableView } from './table-view.tsx';
import { lastText, orderNames, orderRules, type Verdict, verdicts as verdictsOf } from './words.ts';

/** A network on which each order breaks all that it does not promise (labs/order/orders.test.ts). */
const tellingSeed = 42;
const local = { status: 'live', since: 0 } as const;

export function OrderPanel() {
  const [order, setOrder] = useState<Order>('aucun');
  const [seed, setSeed] = useState(tellingSeed);
  const [table, toggleTable] = useTable();
  const { lab, events } = useMemo(
    () => ({ lab: orderLabFrom(beginning(participants, order, seed)), events: simulate(rendezVous, order, seed) }),
    [order, seed],
  );
  const run = useRun(lab, events, markOf);
  const { state, offset, head } = run;
  const verdicts = useMemo(() => verdictsOf(state, judge(state), offset === head), [state, offset, head]);

  return (
    <LabFrame
      title="FIFO, causal, total"
      link={local}
      ready
      onTable={toggleTable}
      table={table}
      heading={
        <Chip tone="accent" className="font-semibold text-ink!">
          {orderNames[order]}
          <span className="font-normal text-muted">
            simulation<span className="projection:hidden"> · graine {seed}</span>
          </span>
        </Chip>
      }
      form={<Settings order={order} seed={seed} onOrder={setOrder} onSeed={setSeed} />}
      announcement={run.playing ? '' : lastText(state)}
      timeline={run.timeline}
    >
      <p className="text-muted text-sm projection:hidden">
        {orderRules[order]} Ceci est une simulation, calculée dans cette page&nbsp;: aucun serveur n’y prend part.
      </p>
      {table ? (
        <TableView state={state} events={events.slice(0, offset)} verdicts={verdicts} />
      ) : (
        <div className="@container mt-2 space-y-3 projection:mt-0 projection:space-y-1">
          <p className="min-h-[1.6em] font-semibold projection:min-h-0 projection:leading-tight" data-dernier>
            {lastText(state)}
          </p>
          <Drawing state={state} columns={head} />
          <Verdicts verdicts={verdicts} />
          <Readers state={state} />
        </div>
      )}
    </LabFrame>
  );
}

function Verdicts({ verdicts }: { verdicts: readonly Verdict[] }) {
  return (
    <ul
      aria-label="Les trois ordres"
      data-cible="verdicts"
      className="flex flex-wrap gap-x-5 gap-y-1 text-sm projection:gap-y-0 projection:leading-tight"
    >
      {verdicts.map(({ name, kept, text }) => (
        <li key={name} data-verdict={name} data-respecte={kept}>
          <strong className={kept ? 'text-good' : 'text-warn'}>
            {kept ? '✓' : '✗'} {name}
          </strong>{' '}
          <span className="text-muted">{text}</span>
        </li>
      ))}
    </ul>
  );
}

/** What one wants to find again: messages sent, messages that wait, messages read too early. */
function markOf(event: OrderEvent): MarkName | null {
  if (event.type === 'message.sent') return `${participants[event.message.sender]} envoie ${event.message.id}`;
  const where = 'place' in event ? (participants[event.place] ?? 'le séquenceur') : '';
  if (event.type === 'message.held') return `${event.id} attend chez ${where}`;
  if (event.type === 'message.delivered' && event.early.length > 0) return `${where} lit ${event.id} trop tôt`;
  return null;
}

'use client';
// Words of a lesson that tell an event: they wait until it happens in the panel, then stay. Never a timer. What follows the
// lab is fetched with the lab, in a box that already has its size.
import { type ComponentType, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useLabWanted } from './lab-opened.ts';
import { isOfWorkshop, type Moment } from './moments.ts';

/** `attend` names the event in the reader's words: « qu’un consommateur disparaisse ». */
export type QuandProps = { moment: Moment; attend: string; children: ReactNode };

/** The half that follows the moment's lab, and no other. */
async function liveHalfOf(moment: Moment): Promise<ComponentType<QuandProps>> {
  if (isOfWorkshop(moment)) {
    const { QuandWorkshop } = await import('./quand-atelier.tsx');
    return (props) => <QuandWorkshop {...props} moment={moment} />;
  }
  const { QuandKafka } = await import('./quand-kafka.tsx');
  return (props) => <QuandKafka {...props} moment={moment} />;
}

export function Quand(props: QuandProps) {
  const { moment } = props;
  const [Live, setLive] = useState<ComponentType<QuandProps> | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const wanted = useLabWanted(place);
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    void liveHalfOf(moment).then((half) => {
      if (here) setLive(() => half);
    });
    return () => {
      here = false;
    };
  }, [wanted, moment]);
  return (
    <>
      <div className="print:hidden">{Live ? <Live {...props} /> : <Waiting place={place} attend={props.attend} />}</div>
      {/* Paper waits for nothing. */}
      <div className="hidden print:block">{props.children}</div>
    </>
  );
}

function Waiting({ place, attend }: { place: RefObject<HTMLDivElement | null>; attend: string }) {
  return (
    <div ref={place} className="my-4 rounded-lg border border-line border-dashed px-3 py-2 [&>p]:my-0">
      <p className="text-muted text-sm">
        Cette phrase attend {attend}. <span className="underline underline-offset-2">La lire quand même</span>
      </p>
    </div>
  );
}

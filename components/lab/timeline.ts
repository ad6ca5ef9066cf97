// From a lab as the page sees it to what the frame's timeline needs.
import type { LabHandle } from '../realtime/use-lab.ts';
import type { ScrubberProps } from './scrubber.tsx';

/** A handover that is not read yet, said at the places that come after it. */
export type HandoverNews = { moved: boolean; offset: number };

export type Timeline = ScrubberProps & { handover?: HandoverNews | null; onHandoverRead?(): void };

export const timelineOf = <S, _E>(lab: Omit<LabHandle<S>, 'send' | 'tend'>): Timeline => ({
  first: lab.reach,
  offset: lab.offset,
  head: lab.head,
  at: lab.at,
  view: lab.view,
  marks: lab.marks,
  link: lab.link.status,
  handover: newsOf(lab.handover, lab.offset),
  onPause: lab.pause,
  onLive: lab.goLive,
  onScrub: lab.scrubTo,
  onStep: lab.step,
  onStepMark: lab.stepMark,
  onHandoverRead: lab.readHandover,
});

/** What is to be said at `offset`. */
export const newsOf = (handover: LabHandle<unknown>['handover'], offset: number): HandoverNews | null =>
  handover && !handover.read && handover.offset < offset ? handover : null;

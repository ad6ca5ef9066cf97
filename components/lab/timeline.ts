// From a lab as the page sees it to what the frame's timeline needs.
import type { LabHandle } from '../realtime/use-lab.ts';
import type { ScrubberProps } from './scrubber.tsx';

export const timelineOf = <S, _E>(lab: Omit<LabHandle<S>, 'send'>): ScrubberProps => ({
  first: lab.reach,
  offset: lab.offset,
  head: lab.head,
  at: lab.at,
  view: lab.view,
  marks: lab.marks,
  link: lab.link.status,
  onPause: lab.pause,
  onLive: lab.goLive,
  onScrub: lab.scrubTo,
  onStep: lab.step,
  onStepMark: lab.stepMark,
});

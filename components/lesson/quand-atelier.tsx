'use client';
// The live half of quand.tsx for what happens in the lab `atelier`.
import { atelierLab } from '#labs/atelier/lab.ts';
import { useLab } from '../realtime/use-lab.ts';
import { type WorkshopMoment, workshopMoments } from './moments.ts';
import type { QuandProps } from './quand.tsx';
import { QuandLive } from './quand-live.tsx';

export function QuandWorkshop({ moment, ...props }: QuandProps & { moment: WorkshopMoment }) {
  const { live, ready } = useLab(atelierLab);
  return <QuandLive {...props} moment={moment} value={workshopMoments[moment](live)} ready={ready} />;
}

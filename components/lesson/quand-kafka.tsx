'use client';
// The live half of quand.tsx for what happens in the lab `kafka`.
import { kafkaLab } from '#labs/kafka/lab.ts';
import { useLab } from '../realtime/use-lab.ts';
import { type KafkaMoment, kafkaMoments } from './moments.ts';
import type { QuandProps } from './quand.tsx';
import { QuandLive } from './quand-live.tsx';

export function QuandKafka({ moment, ...props }: QuandProps & { moment: KafkaMoment }) {
  const { live, ready } = useLab(kafkaLab);
  return <QuandLive {...props} moment={moment} value={kafkaMoments[moment](live)} ready={ready} />;
}

// The network one starts from, and its sliders. Pure.
import { type NetworkSettings, reseauBounds } from '#contract/reseau.ts';

export const messages = 9;

export const defaults: NetworkSettings = {
  latency: 120,
  jitter: 400,
  disorder: 30,
  loss: 10,
  duplication: 10,
  numbered: true,
  seed: 42,
};

type SliderName = 'latency' | 'jitter' | 'disorder' | 'loss' | 'duplication';
export type Slider = { name: SliderName; label: string; most: number; step: number; unit: 'ms' | '%' };

export const sliders: readonly Slider[] = [
  { name: 'latency', label: 'latence', most: reseauBounds.latency, step: 20, unit: 'ms' },
  { name: 'jitter', label: 'gigue', most: reseauBounds.jitter, step: 50, unit: 'ms' },
  { name: 'disorder', label: 'désordre', most: reseauBounds.percent, step: 5, unit: '%' },
  { name: 'loss', label: 'perte', most: reseauBounds.percent, step: 5, unit: '%' },
  { name: 'duplication', label: 'doublons', most: reseauBounds.percent, step: 5, unit: '%' },
];

export const sameNetwork = (a: NetworkSettings, b: NetworkSettings): boolean =>
  a.numbered === b.numbered && a.seed === b.seed && sliders.every(({ name }) => a[name] === b[name]);
